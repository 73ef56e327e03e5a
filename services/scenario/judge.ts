import type { Giving, Look } from './scenario.ts';
import type { Reply, Sight } from './stage.ts';

/** An expectation that was not met. */
export interface Unmet {
  readonly expected: string;
  readonly given: string;
}

/** How a reply differs from what a command was to lead to. */
export function judgeReply({ refused, answers }: Giving, reply: Reply): readonly Unmet[] {
  if (refused) return judgeRefusal(refused, reply);
  if (reply.kind === 'refused') {
    return [{ expected: 'accepted', given: `refused by ${listed(reply.because)}: ${reply.text}` }];
  }
  if (holds(answers, reply.answers)) return [];
  return [{ expected: `answers ${shown(answers)}`, given: shown(reply.answers) }];
}

function judgeRefusal(rules: readonly string[], reply: Reply): readonly Unmet[] {
  const expected = `refused by ${listed(rules)}`;
  if (reply.kind === 'accepted') return [{ expected, given: 'accepted' }];
  const isSame = listed(rules) === listed(reply.because);
  return isSame ? [] : [{ expected, given: `refused by ${listed(reply.because)}: ${reply.text}` }];
}

/** How an entity differs from what was expected of it. */
export function judgeSight(look: Look, sight: Sight | undefined): readonly Unmet[] {
  if (!sight) return [{ expected: `there is ${look.of}`, given: 'there is not' }];
  return [
    ...unmetStates(look, sight),
    ...unmetDates(look, sight),
    ...unmetEvents(look, sight),
    ...strayEvents(look, sight),
  ];
}

function unmetStates({ state }: Look, { value }: Sight): readonly Unmet[] {
  const paths = innermost(value);
  const isIn = (wanted: string): boolean =>
    paths.some((path) => path === wanted || path.startsWith(`${wanted}/`));
  return state
    .filter((wanted) => !isIn(wanted))
    .map((wanted) => ({ expected: `state ${wanted}`, given: paths.join(' and ') }));
}

function unmetDates({ due }: Look, sight: Sight): readonly Unmet[] {
  return Object.entries(due).flatMap(([rule, date]) => {
    const open = sight.due.filter((each) => each.rule === rule).map((each) => each.due);
    const isMet = date === 'none' ? open.length === 0 : open.includes(date);
    if (isMet) return [];
    const given = open.length > 0 ? open.join(', ') : 'no such deadline is open';
    return [{ expected: `${rule} due ${date === 'none' ? 'no more' : date}`, given }];
  });
}

function unmetEvents({ recorded }: Look, { events }: Sight): readonly Unmet[] {
  return recorded.flatMap(({ event, with: wanted }) => {
    const found = events.filter(({ type }) => type === event);
    if (found.some(({ data }) => holds(wanted, data))) return [];
    const expected = `recorded ${event} ${shown(wanted)}`.trimEnd();
    const last = found.at(-1);
    return [{ expected, given: last ? shown(last.data) : 'it was not recorded' }];
  });
}

function strayEvents({ notRecorded }: Look, { events }: Sight): readonly Unmet[] {
  return notRecorded
    .filter((event) => events.some(({ type }) => type === event))
    .map((event) => ({ expected: `${event} not recorded`, given: 'it was recorded' }));
}

/** Paths of the states that hold no further one, one for each parallel region. */
export function innermost(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  const regions = Object.entries((value ?? {}) as Record<string, unknown>);
  return regions.flatMap(([name, inner]) => {
    const paths = innermost(inner);
    return paths.length === 0 ? [name] : paths.map((path) => `${name}/${path}`);
  });
}

/** Whether everything that is wanted is there; lists are of the same length. */
export function holds(wanted: unknown, given: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null) return wanted === given;
  if (typeof given !== 'object' || given === null) return false;
  if (Array.isArray(wanted)) {
    if (!Array.isArray(given) || given.length !== wanted.length) return false;
    return wanted.every((item, index) => holds(item, given[index]));
  }
  return Object.entries(wanted).every(([key, inner]) =>
    holds(inner, (given as Readonly<Record<string, unknown>>)[key]),
  );
}

function listed(ids: readonly string[]): string {
  return [...ids].sort().join(', ');
}

function shown(value: object): string {
  return Object.keys(value).length === 0 ? '' : `with ${JSON.stringify(value)}`;
}
