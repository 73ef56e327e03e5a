export {
  deadLetters,
  describeFault,
  firstOfEach,
  headersOf,
  redrive,
  type DeadLetter,
  type DeadLetterNote,
  type DeadLetters,
} from './dead-letters.ts';
export { createParking, isDue, type Parking } from './parking.ts';
