export { activeNodes } from './choices.ts';
export { playJourney } from './play-journey.ts';
export { createRandom, type Random } from './random.ts';
