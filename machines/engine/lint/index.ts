export { faultsOf } from './lint.ts';
