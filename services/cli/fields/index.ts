export { fieldsOf, type Field } from './field.ts';
export { flagFor, flagText, givenFields, oneOf } from './flags.ts';
export { parseObject } from './json-argument.ts';
export { askFor, type Choice, type Prompts } from './prompts.ts';
