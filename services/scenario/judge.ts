import { say } from '../../machines/text/index.ts';
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
    return [{ expected: accepted(), given: refusedText(reply) }];
  }
  if (holds(answers, reply.answers)) return [];
  const expected = say('scenario.answers', 'answers {data}', { data: shown(answers) });
  return [{ expected, given: shown(reply.answers) }];
}

function judgeRefusal(rules: readonly string[], reply: Reply): readonly Unmet[] {
  const expected = refusedBy(rules);
  if (reply.kind === 'accepted') return [{ expected, given: accepted() }];
  const isSame = listed(rules) === listed(reply.because);
  return isSame ? [] : [{ expected, given: refusedText(reply) }];
}

function accepted(): string {
  return say('scenario.accepted', 'accepted');
}

function refusedBy(rules: readonly string[]): string {
  return say('scenario.refusedBy', 'refused by {rules}', { rules: listed(rules) });
}

function refusedText({ because, text }: Extract<Reply, { readonly kind: 'refused' }>): string {
  return `${refusedBy(because)}: ${text}`;
}

/** How an entity differs from what was expected of it. */
export function judgeSight(look: Look, sight: Sight | undefined): readonly Unmet[] {
  if (!sight) {
    const expected = say('scenario.thereIs', 'there is {of}', { of: look.of });
    return [{ expected, given: say('scenario.thereIsNot', 'there is not') }];
  }
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
    .map((wanted) => ({
      expected: say('scenario.state', 'state {wanted}', { wanted }),
      given: paths.join(', '),
    }));
}

function unmetDates({ due }: Look, sight: Sight): readonly Unmet[] {
  return Object.entries(due).flatMap(([rule, date]) => {
    const open = sight.due.filter((each) => each.rule === rule).map((each) => each.due);
    const isMet = date === 'none' ? open.length === 0 : open.includes(date);
    if (isMet) return [];
    const given =
      open.length > 0 ? open.join(', ') : say('scenario.noDeadline', 'no such deadline is open');
    const expected =
      date === 'none'
        ? say('scenario.dueNoMore', '{rule} due no more', { rule })
        : say('scenario.due', '{rule} due {date}', { rule, date });
    return [{ expected, given }];
  });
}

function unmetEvents({ recorded }: Look, { events }: Sight): readonly Unmet[] {
  return recorded.flatMap(({ event, with: wanted }) => {
    const found = events.filter(({ type }) => type === event);
    if (found.some(({ data }) => holds(wanted, data))) return [];
    const what = `${event} ${shown(wanted)}`.trimEnd();
    const expected = say('scenario.recorded', 'recorded {what}', { what });
    const last = found.at(-1);
    const given = last ? shown(last.data) : say('scenario.wasNotRecorded', 'it was not recorded');
    return [{ expected, given }];
  });
}

function strayEvents({ notRecorded }: Look, { events }: Sight): readonly Unmet[] {
  return notRecorded
    .filter((event) => events.some(({ type }) => type === event))
    .map((event) => ({
      expected: say('scenario.notRecorded', '{event} not recorded', { event }),
      given: say('scenario.wasRecorded', 'it was recorded'),
    }));
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
  if (Object.keys(value).length === 0) return '';
  return say('scenario.with', 'with {data}', { data: JSON.stringify(value) });
}
