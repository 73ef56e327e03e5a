import { parseArgs } from 'node:util';
import { say } from '../../machines/text/index.ts';

/** What `npm run simulate` was asked for. */
export interface Settings {
  readonly journeys: number;
  readonly years: number;
  readonly seed: number;
  /** Number of the one journey that is played, where only one is. */
  readonly only: number | undefined;
  readonly isJson: boolean;
  readonly isHelp: boolean;
}

const [MOST_JOURNEYS, MOST_YEARS, MOST_SEED] = [1_000_000, 15, 2 ** 32 - 1];

/** How the program is called. */
export function usage(): string {
  return say(
    'simulate.usage',
    `npm run simulate -- [--journeys N] [--years N] [--seed N] [--only N] [--json]

  --journeys N   how many journeys are played, 1 to 1000000; 100 otherwise
  --years N      how long each of them is played, 1 to 15 years; 10 otherwise
  --seed N       the same seed plays the same journeys, 0 to 4294967295; 1 otherwise
  --only N       plays journey N of the seed alone, and prints each of its events
  --json         one JSON object per broken invariant, one on the states, and the result as the last line

Exit codes:
  0    no invariant was broken
  1    an invariant was broken
  2    the command line is wrong
  130  interrupted; what was reached so far is printed`,
  );
}

/**
 * Reads the arguments.
 * @throws Error that says what is wrong and what is possible
 */
export function readSettings(args: readonly string[]): Settings {
  const { values } = parseArgs({
    args: [...args],
    options: {
      journeys: { type: 'string', default: '100' },
      years: { type: 'string', default: '10' },
      seed: { type: 'string', default: '1' },
      only: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  return {
    journeys: whole('journeys', values.journeys, { least: 1, most: MOST_JOURNEYS }),
    years: whole('years', values.years, { least: 1, most: MOST_YEARS }),
    seed: whole('seed', values.seed, { least: 0, most: MOST_SEED }),
    only:
      values.only === undefined
        ? undefined
        : whole('only', values.only, { least: 1, most: MOST_JOURNEYS }),
    isJson: values.json,
    isHelp: values.help,
  };
}

interface Range {
  readonly least: number;
  readonly most: number;
}

function whole(name: string, text: string, { least, most }: Range): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new Error(
    say('simulate.whole', '{given}: a whole number from {least} to {most}', {
      ...{ given: `--${name} ${text}`, least, most },
    }),
  );
}
