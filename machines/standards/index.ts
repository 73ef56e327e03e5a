export type { Catalogue } from './catalogue.ts';
export {
  catalogueOf,
  editions,
  isControl,
  isRequirement,
  presentEdition,
  requirementsOf,
} from './requirements.ts';
export { rides, type Ride, type StandardTransition } from './transition.ts';
export { certifiableOn, focusOf, isLater, remapped, transitionFrom } from './transitions.ts';
