export { bodiesOf, openJourneysOf } from './bodies.ts';
export { editionsOf, journeysUnder } from './editions.ts';
export {
  commandIdOf,
  fanOut,
  type FannedOut,
  type FanOutOrder,
  type Occasion,
  type Outcome,
} from './fan-out.ts';
