export type { Catalogue } from './catalogue.ts';
export { catalogueOf, isControl, isRequirement, requirementsOf } from './requirements.ts';
