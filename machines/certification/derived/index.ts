// What follows from the state of a journey, for its rules, its enrichments and its memory.
export { accreditationOf, rejectedBy, warningsAbout } from './accreditation.ts';
export { certificateOf, standingOf } from './certificate.ts';
export { clock, today } from './clock.ts';
export { auditsInFile, fileOf } from './decision-file.ts';
export {
  addedBy,
  applicabilitySeen,
  certifiableIn,
  cutOffFor,
  cutOffOf,
  dismounted,
  editionFor,
  lastDayOf,
  residual,
  ridden,
  surveyedWith,
} from './editions.ts';
export { hasNoOpenMajor, hasNoOpenMinor, majors, openOf, verified } from './findings.ts';
export { drawVaried, isVaried, samplesOfNewCycle, visitsBefore } from './site-visits.ts';
export { sampleOf, sitesOf } from './sites.ts';
export { yearsOwed } from './surveillance-years.ts';
export { gridOf, lastDayToTransfer, nextOnGrid } from './transfer-grid.ts';
