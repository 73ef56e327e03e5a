export { cutAt, parseCut, type Cut } from './cut.ts';
export { foldEntity, readEntity, type FoldOptions } from './fold.ts';
export { nearest } from './nearest.ts';
export { viewOf, type FoldView } from './view.ts';
