// What completes commands, by topic.
export { appealEnrichments } from './appeals.ts';
export { applicationEnrich } from './application.ts';
export { circumstanceEnrich } from './circumstances.ts';
export { lifeEnrich } from './life.ts';
export { numbered } from './numbered.ts';
export { transferEnrich } from './transfer.ts';
export { transitionEnrich } from './transition.ts';
