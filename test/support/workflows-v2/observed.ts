import { observed } from '../observe.ts';
import { order as order_, parcel as parcel_ } from './index.ts';

const [order, parcel] = [order_, parcel_].map(observed);
export { order, parcel };
