export { everyElement, NotApplicable, type Element } from './element.ts';
export { stateKey } from './names.ts';
export { parseXml } from './parse.ts';
export { toMachine } from './to-machine.ts';
