export { railLine, railOf, statesAtTop, type Phase, type Station } from './rail.ts';
