export { createAsk, type Ask } from './ask.ts';
