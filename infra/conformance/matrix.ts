import type { DurableMachine } from '../../machines/engine/index.ts';
import { guardFinder, type Guard } from './guards.ts';
import type { ListedRule } from './rule-list.ts';
import type { RuleTest } from './rule-tests.ts';

/** Who demands a rule that the list does not have: it keeps the records in order. */
const ownHardness = 'OWN';

/** A rule, what guards it and what tests it. */
export interface Row {
  readonly id: string;
  /** With the mark `(unconfirmed)` where the clause was not checked. */
  readonly clause: string;
  readonly hardness: ListedRule['hardness'] | typeof ownHardness;
  readonly part: ListedRule['part'];
  readonly text: string;
  readonly sources: readonly string[];
  readonly guards: readonly Guard[];
  readonly tests: readonly RuleTest[];
  readonly isTested: boolean;
  /** Why nothing guards it. */
  readonly reason: string | undefined;
}

/** The rules, and what is wrong with them. */
export interface Matrix {
  readonly rows: readonly Row[];
  /** One sentence each. */
  readonly faults: readonly string[];
}

/**
 * Brings rule list, machines and tests together.
 *
 * @param tests - the cases of rules that passed; none where only guards matter
 */
export function matrixOf(
  list: readonly ListedRule[],
  machines: readonly DurableMachine[],
  tests: readonly RuleTest[],
): Matrix {
  const { ownOf, find } = guardFinder(machines);
  const listed = list.map((rule): Row => {
    const guards = [...ownOf(rule.id), ...(rule.guards ?? []).flatMap((name) => find(name) ?? [])];
    const clause = rule.isConfirmed ? rule.clause : `${rule.clause} (unconfirmed)`;
    const { id, hardness, part, text, sources } = rule;
    const about = { id, clause, hardness, part, text, sources };
    return { ...about, guards, ...testedBy(id, guards, tests), reason: rule.reason };
  });
  const ids = new Set(list.map(({ id }) => id));
  const rows = [...listed, ...ownRows(machines, ids).map(withTests(ownOf, tests))];
  const stale = list.flatMap(({ id, guards = [] }) =>
    guards.filter((name) => !find(name)).map((name) => `${id}: there is no ${name}`),
  );
  return { rows, faults: [...stale, ...rows.flatMap(faultsOf), ...markFaults(list, machines)] };
}

/** Rules of machines that the list does not have, each once. */
function ownRows(machines: readonly DurableMachine[], listed: ReadonlySet<string>) {
  const rules = machines.flatMap(({ rules: each }) => Object.entries(each));
  const own = rules.filter(([id]) => !listed.has(id));
  return [...new Map(own)].map(([id, { clause, text }]) => ({ id, clause, text }));
}

function withTests(ownOf: (id: string) => readonly Guard[], tests: readonly RuleTest[]) {
  return (rule: Pick<Row, 'id' | 'clause' | 'text'>): Row => {
    const guards = ownOf(rule.id);
    return {
      ...{ ...rule, hardness: ownHardness, part: 'firstCertificate', sources: [] },
      ...{ guards, ...testedBy(rule.id, guards, tests), reason: undefined },
    };
  };
}

/**
 * A rule is tested when both outcomes are shown: by tests of its id, in each machine that has a rule of it; or, where
 * other rules keep it, by the tests of each of those.
 */
function testedBy(id: string, guards: readonly Guard[], all: readonly RuleTest[]) {
  const own = all.filter(({ rule }) => rule === id);
  const refusing = guards.flatMap(({ name, machine }) => {
    const [, rule] = /^rule [^/]+\/(.+)$/.exec(name) ?? [];
    return rule === undefined ? [] : [{ rule, machine }];
  });
  const others = refusing.filter(({ rule }) => rule !== id);
  const elsewhere = others.map((other) => testsOf(all, other));
  const isOwn = refusing.length > others.length;
  const isTested = isOwn
    ? refusing.every((each) => each.rule !== id || isBothWays(testsOf(all, each)))
    : isBothWays(own) || (elsewhere.length > 0 && elsewhere.every(isBothWays));
  return { tests: [...own, ...elsewhere.flat()], isTested };
}

function testsOf(all: readonly RuleTest[], { rule, machine }: { rule: string; machine: string }) {
  return all.filter((test) => test.rule === rule && test.machine === machine);
}

function isBothWays(tests: readonly RuleTest[]): boolean {
  return tests.some(({ isRefused }) => isRefused) && tests.some(({ isRefused }) => !isRefused);
}

function faultsOf({ id, guards, part, reason }: Row): readonly string[] {
  if (guards.length > 0) {
    return reason === undefined ? [] : [`${id}: it has a guard now, the reason for none is stale`];
  }
  if (reason !== undefined) return [];
  return [
    part === 'firstCertificate'
      ? `${id}: no guard in the code, and no recorded reason`
      : `${id}: no guard yet: record that it belongs to later life as the reason`,
  ];
}

/** Refusals show the mark that the list has. */
function markFaults(list: readonly ListedRule[], machines: readonly DurableMachine[]) {
  return list
    .filter(({ isConfirmed }) => !isConfirmed)
    .flatMap(({ id }) =>
      machines
        .filter(({ rules }) => rules[id]?.clause.includes('unconfirmed') === false)
        .map(({ contract }) => `${id}: ${contract.id} does not mark its clause as unconfirmed`),
    );
}

/** What `npm run conformance -- --json` prints. */
export function summaryOf({ rows }: Matrix): {
  readonly rules: number;
  readonly guarded: number;
  readonly tested: number;
  readonly withoutGuard: readonly { readonly rule: string; readonly reason: string }[];
} {
  const unguarded = rows.filter(({ guards }) => guards.length === 0);
  return {
    rules: rows.length,
    guarded: rows.length - unguarded.length,
    tested: rows.filter(({ isTested }) => isTested).length,
    withoutGuard: unguarded.map(({ id, reason }) => ({ rule: id, reason: reason ?? '' })),
  };
}
