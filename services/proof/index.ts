export { type LogMessage } from './message.ts';
