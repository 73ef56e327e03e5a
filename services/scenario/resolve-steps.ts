import type { Actor } from '../../machines/engine/index.ts';
import { say } from '../../machines/text/index.ts';
import { moveIn } from './move-dates.ts';
import type { Fault, ParsedFile } from './parse-file.ts';
import { withRanges } from './ranges.ts';
import { JOURNEY, type Giving, type Look, type Place, type ScenarioStep } from './scenario.ts';
import type { FileLook, FileStep } from './scenario-schema.ts';
import { commandFaults, eventFaults, type Vocabulary } from './vocabulary.ts';

/** What the steps of a file refer to. */
export interface Surroundings {
  readonly people: Readonly<Record<string, Actor>>;
  /** Date of what comes before the first step. */
  readonly after: string;
  readonly words: Vocabulary;
}

/** Something wrong in a step: where in it, and what. */
type Found = readonly [path: readonly string[], message: string];

/** The steps of a file with their dates, people and places, and what is wrong with them. */
export function resolveSteps(
  { content, placeOf }: ParsedFile,
  { people, after, words }: Surroundings,
): { readonly steps: readonly ScenarioStep[]; readonly faults: readonly Fault[] } {
  let date = after;
  const faults: Fault[] = [];
  const steps = content.steps.map((step, index): ScenarioStep => {
    const at = (path: readonly PropertyKey[]): Place => placeOf(['steps', index, ...path]);
    const found = [
      ...dateFaults(step, date),
      ...personFaults(step, people),
      ...payloadFaults(step, words),
      ...lookFaults(step, words),
    ];
    for (const [path, message] of found) {
      faults.push({ ...at(path), path: ['steps', index, ...path].join('.'), message });
    }
    date = step.on ?? date;
    const looks = (step.expect ?? []).map((look, number) => lookOf(look, at(['expect', number])));
    return { place: at([]), date, gives: givingOf(step, people), looks };
  });
  return { steps, faults };
}

function dateFaults({ on }: FileStep, before: string): readonly Found[] {
  if (on === undefined || on >= before) return [];
  const message = say(
    'scenario.before',
    '{on} lies before {before}, the day of what comes before',
    { on, before },
  );
  return [[['on'], message]];
}

function personFaults({ by }: FileStep, people: Surroundings['people']): readonly Found[] {
  if (by === undefined || Object.hasOwn(people, by)) return [];
  const names = Object.keys(people).join(', ');
  const message =
    names === ''
      ? say('scenario.nobody', 'nobody is called {by}; under people there is nobody', { by })
      : say('scenario.noPerson', 'nobody is called {by}; under people there are {names}', {
          ...{ by, names },
        });
  return [[['by'], message]];
}

/** A payload that is refused for its form is not looked at before. */
function payloadFaults(
  { do: command, with: payload = {}, refused = [] }: FileStep,
  words: Vocabulary,
): readonly Found[] {
  if (command === undefined || refused.some((code) => code.startsWith('COMMAND_'))) return [];
  return commandFaults(words, command, withRanges(moveIn(payload)) as object).map(
    ({ path, message }) => (path === undefined ? [['do'], message] : [['with', ...path], message]),
  );
}

function lookFaults({ expect = [] }: FileStep, words: Vocabulary): readonly Found[] {
  return expect.flatMap(({ recorded = [], notRecorded = [] }, number) => {
    const events = [...recorded.map(({ event }) => event), ...notRecorded];
    return events
      .flatMap((event) => eventFaults(words, event))
      .map((message): Found => [['expect', String(number)], message]);
  });
}

function givingOf(step: FileStep, people: Surroundings['people']): Giving | undefined {
  const { by: name = '', to = [JOURNEY], do: command, with: payload = {} } = step;
  const by = Object.hasOwn(people, name) ? people[name] : undefined;
  if (command === undefined || !by) return undefined;
  const { refused, answers = {} } = step;
  return { by, to, command, payload: withRanges(payload) as Giving['payload'], refused, answers };
}

function lookOf(look: FileLook, place: Place): Look {
  const { of = JOURNEY, state = [], due = {}, recorded = [], notRecorded = [] } = look;
  return { place, of, state, due, recorded, notRecorded };
}
