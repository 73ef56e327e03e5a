export { connectNats } from './connect-nats.ts';
export { provisionStream } from './provision-stream.ts';
