export { ENGLISH, languagesIn, readCatalogue, textsIn } from './read-catalogue.ts';
export { catalogueFaults } from './faults.ts';
