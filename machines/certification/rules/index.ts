// The rules by topic.
export { appealRules } from './appeals.ts';
export { applicationRules } from './application.ts';
export { certificateRules } from './certificate.ts';
export { circumstanceRules } from './circumstances.ts';
export { lifeRules, specialsIn } from './life.ts';
export { escalations, surveillanceRules } from './surveillance.ts';
export { transferRules } from './transfer.ts';
export { isAudited, transitionRules } from './transition.ts';
