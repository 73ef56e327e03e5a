export { catalogueOf, isControl, isRequirement, type Catalogue } from './catalogue.ts';
