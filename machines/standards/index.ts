export type { Catalogue } from './catalogue.ts';
export { catalogueOf, isControl, isRequirement } from './requirements.ts';
