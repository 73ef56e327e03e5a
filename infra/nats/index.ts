export { connectNats } from './connect-nats.ts';
export { checkPosture } from './posture.ts';
export { provisionDeadLetters, provisionStream } from './provision-stream.ts';
export { streamSettings } from './stream-settings.ts';
