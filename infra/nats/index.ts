export { connectNats } from './connect-nats.ts';
export { provisionDeadLetters, provisionStream } from './provision-stream.ts';
