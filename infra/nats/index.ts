export { connectNats } from './connect-nats.ts';
export { checkPosture } from './posture.ts';
export { provisionDeadLetters, provisionStream, readStream } from './provision-stream.ts';
export {
  deadLetterSettings,
  findDifferences,
  streamSettings,
  type Difference,
} from './stream-settings.ts';
