export { NotApplicable, type Element } from './element.ts';
export { stateKey } from './names.ts';
export { toMachine } from './to-machine.ts';
