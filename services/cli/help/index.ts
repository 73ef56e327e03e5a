export { below, examples } from './below.ts';
export { helpTexts, inOwnWords } from './help-texts.ts';
export { SpokenCommand } from './spoken-command.ts';
export { withSpokenHelp } from './spoken-help.ts';
