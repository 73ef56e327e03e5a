export { isPromptLeft, terminalPrompts } from './prompts.ts';
export { createRedraw } from './redraw.ts';
