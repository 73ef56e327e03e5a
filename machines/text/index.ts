export { say, speak, type Catalogue, type Values } from './say.ts';
export { capital, nameOf, words } from './words.ts';
