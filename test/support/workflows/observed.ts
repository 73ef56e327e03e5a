import { observed } from '../observe.ts';
import { order as order_, parcel as parcel_, pot as pot_, workshop as workshop_ } from './index.ts';

const [order, parcel, workshop, pot] = [order_, parcel_, workshop_, pot_].map(observed);
export { order, parcel, workshop, pot };
