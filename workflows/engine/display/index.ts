export { publishAttributes } from './attributes.ts';
export { detailsOf } from './details.ts';
export { summary } from './summary.ts';
