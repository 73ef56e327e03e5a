import { join } from 'node:path';
import { expect } from '@jest/globals';
import { afterCase, caseOf, type Case } from '../../infra/demo/case.ts';
import { beginInMemory, playInMemory } from '../../infra/demo/in-memory.ts';
import {
  canonicalJson,
  dehydrate,
  faultText,
  fold,
  type Simulation,
} from '../../machines/engine/index.ts';
import { checklist } from '../../machines/decision/index.ts';
import { machines } from '../../machines/index.ts';
import { loadScenario, type Scenario } from '../../services/scenario/index.ts';

const scenarios = new Map<string, Scenario>();

/** Many tests begin with the same file: it is read once. */
function scenarioOf(name: string): Scenario {
  const path = join(process.cwd(), 'infra/scenarios', `${name}.yaml`);
  const scenario = scenarios.get(name) ?? loadScenario(path, machines);
  scenarios.set(name, scenario);
  return scenario;
}

/** Reads a case with its own dates, or beginning on another day; of how the worked case goes on only what comes after it. */
export function readCase(name: string, startsOn?: string): Case {
  const of = (file: string): Case => caseOf(scenarioOf(file), startsOn);
  return name.startsWith('worked-case-') ? afterCase(of(name), of('worked-case')) : of(name);
}

/** The certificate to 27001:2013, to whose journey nobody has told the end of the edition: the table of editions holds. */
export function caseTo2013(startsOn?: string): Case {
  const given = readCase('parts/certified-to-2013', startsOn);
  return { ...given, steps: given.steps.filter(({ command }) => command !== 'announceEditionEnd') };
}

/** A journey of certway's machines that was started and waits for its first command. */
export const begun = (given: Case): Simulation => beginInMemory(machines, given);

/** Gives the commands of a case; every one must be accepted. */
export const play = playInMemory;

/** The case up to a command, that command not included; `nth` counts its occurrences from 1. */
function before(given: Case, command: string, nth = 1): Case {
  let seen = 0;
  const end = given.steps.findIndex((step) => step.command === command && (seen += 1) === nth);
  if (end < 0) throw new Error(`the case has no ${command} number ${nth}`);
  return { ...given, steps: given.steps.slice(0, end) };
}

/** The rules that refuse a command, or an empty list when it is accepted. */
export function refusedBy(
  runner: Simulation,
  entity: string,
  [command, payload]: [string, object],
): string[] {
  const outcome = runner.command(entity, command, payload);
  if (outcome.kind !== 'refused') return [];
  const { rules, code, faults } = outcome.refusal;
  return rules.length > 0 ? rules.map(({ id }) => id) : [code, ...faults.map(faultText)];
}

/** A technical review of which every point is confirmed. */
export const confirmed = [...checklist];

/** Declares impartiality and passes the technical review. @returns the rules that refuse either */
export function passReview(runner: Simulation, entity: string, id = 't-1'): string[] {
  const actor = { id, role: 'technicalReviewer' };
  const refusing = refusedBy(runner, entity, ['declareImpartiality', { actor }]);
  const pass = ['passTechnicalReview', { actor, confirmed }] as [string, object];
  return refusing.length > 0 ? refusing : refusedBy(runner, entity, pass);
}

/** Declares impartiality and votes. @returns the rules that refuse either */
export function voteOf(runner: Simulation, entity: string, [id, vote]: [string, string]): string[] {
  const actor = { id, role: 'panelMember' };
  const refusing = refusedBy(runner, entity, ['declareImpartiality', { actor }]);
  return refusing.length > 0 ? refusing : refusedBy(runner, entity, ['castVote', { actor, vote }]);
}

/** Folds the log of every entity and compares it with the entity's state; what was delivered is no difference. */
export function expectFoldEqualsState(runner: Simulation): void {
  for (const entity of runner.entities()) {
    const machine = runner.machine(entity);
    const log = JSON.parse(JSON.stringify(runner.log(entity))) as ReturnType<Simulation['log']>;
    const folded = { ...dehydrate(machine, fold(machine, log)), outbox: {} };
    const lived = { ...dehydrate(machine, runner.state(entity)), outbox: {} };
    expect(canonicalJson(folded)).toBe(canonicalJson(lived));
  }
}

/** How many events of each type were recorded, copies in the logs of others aside. */
export function counts(runner: Simulation): Record<string, number> {
  const result: Record<string, number> = {};
  for (const { type, cause } of runner.log()) {
    if (cause !== 'child' && cause !== 'parent') result[type] = (result[type] ?? 0) + 1;
  }
  return result;
}

/** The journey of the worked case, on the day of a command of it and just before it is given. */
export function justBefore(
  command: string,
  nth = 1,
  name = 'worked-case',
): { runner: Simulation; step: Step } {
  const given = readCase(name);
  const runner = begun(readCase('worked-case'));
  if (name !== 'worked-case') play(runner, readCase('worked-case'));
  const played = before(given, command, nth);
  play(runner, played);
  const step = given.steps[played.steps.length];
  if (!step) throw new Error('the step exists, it was found');
  runner.travelTo(`${step.date}T12:00:00.000Z`);
  const entity = step.to === 'self' ? given.journey : `${given.journey}/${step.to}`;
  return { runner, step: { entity, command, payload: step.payload } };
}

/** A command that waits to be given. */
export interface Step {
  readonly entity: string;
  readonly command: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** The rules that refuse a waiting command, with parts of its payload changed; empty when it is accepted. */
export function rulesOf(
  { runner, step }: { runner: Simulation; step: Step },
  change: object = {},
): string[] {
  return refusedBy(runner, step.entity, [step.command, { ...step.payload, ...change }]);
}
