export { everyElement, NotApplicable, tokens, type Element } from './element.ts';
export { stateKey } from './names.ts';
export { toMachine } from './to-machine.ts';
