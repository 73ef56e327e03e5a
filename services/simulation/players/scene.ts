import type {
  AllowedCommand,
  DurableMachine,
  EntityState,
} from '../../../machines/engine/index.ts';
import type { Reading } from '../reading.ts';
import type { Random } from './random.ts';

/** What somebody is about to do, with all that a person in the office would look up for it. */
export interface Scene {
  readonly entity: string;
  readonly machine: DurableMachine;
  readonly state: EntityState;
  readonly command: AllowedCommand;
  /** What the machine remembers, whatever machine it is. */
  readonly context: Reading;
  /** What the journey remembers; the same for the journey itself. */
  readonly journey: Reading;
  /** Local date in the office of the certification body. */
  readonly today: string;
  readonly random: Random;
  /** Whether the player tries to do it right. */
  readonly isSound: boolean;
}
