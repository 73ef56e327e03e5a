import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { stateOf, type Simulation } from '../../../../machines/engine/index.ts';
import { begun, expectFoldEqualsState, play, readCase } from '../../../support/cases.ts';

const first = readCase('worked-case');
const all = [...first.steps, ...readCase('worked-case-years').steps];
const { journey } = first;

interface Known {
  readonly findings: Readonly<Record<string, { readonly grade: string; readonly status: string }>>;
  readonly auditors: readonly string[];
  readonly deciders: readonly string[];
}

/** Gives a command of the case out of turn, dated today; whatever comes of it must not throw. */
function attempt(runner: Simulation, index: number): void {
  const step = all[index % all.length];
  if (!step) return;
  const entity = step.to === 'self' ? journey : `${journey}/${step.to}`;
  if (!runner.entities().includes(entity)) return;
  const on = runner.now().slice(0, 10);
  runner.command(entity, step.command, { ...step.payload, ...('on' in step.payload && { on }) });
}

/** When the majors of the journey were first verified and raised: `[raised, verified]`, instants or empty. */
function majors(runner: Simulation, findings: Known['findings']): (readonly [string, string])[] {
  const ids = Object.entries(findings).flatMap(([id, { grade }]) =>
    grade === 'major' ? [id] : [],
  );
  return ids.map((id) => {
    const log = runner.log(`${journey}/${id}`);
    const seen = log.find(({ type }) => type === 'CorrectiveActionVerified');
    return [log[0]?.at ?? '', seen?.at ?? 'never'] as const;
  });
}

function assertInvariants(runner: Simulation): void {
  const log = runner.log(journey);
  const types = log.map(({ type }) => type);
  const known = runner.state(journey).snapshot.context as unknown as Known;
  const granted = log.find(({ type }) => type === 'CertificationGranted')?.at;
  if (types.includes('CertificateIssued')) expect(granted).toBeDefined();
  if (granted !== undefined) {
    expect(types.indexOf('AccreditationBodyConcurred')).toBeGreaterThan(-1);
    const raisedBefore = majors(runner, known.findings).filter(([raised]) => raised < granted);
    expect(raisedBefore.filter(([, verified]) => verified > granted)).toEqual([]);
  }
  expect(known.deciders.filter((person) => known.auditors.includes(person))).toEqual([]);
}

describe('any sequence of commands', () => {
  it('given the case with commands out of turn and time passing, when recorded, then fold equals state', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: first.steps.length }),
        fc.array(fc.record({ index: fc.nat({ max: all.length - 1 }), days: fc.nat({ max: 40 }) }), {
          maxLength: 60,
        }),
        (prefix, tries) => {
          const runner = begun(first);
          play(runner, { journey, steps: first.steps.slice(0, prefix) });
          for (const { index, days } of tries) {
            attempt(runner, index);
            if (days > 30)
              runner.travelTo(new Date(Date.parse(runner.now()) + days * 86_400_000).toISOString());
          }
          expectFoldEqualsState(runner);
          assertInvariants(runner);
        },
      ),
      { numRuns: 60, seed: 27001 },
    );
  });

  it('given every command of the case left out once, when the rest is tried, then no rule is broken', () => {
    for (let left = 0; left < all.length; left += 3) {
      const runner = begun(first);
      all.forEach((step, index) => {
        runner.travelTo(`${step.date}T12:00:00.000Z`);
        if (index !== left) attempt(runner, index);
      });
      expectFoldEqualsState(runner);
      assertInvariants(runner);
      expect(stateOf(runner.state(journey))).not.toBe('');
    }
  });
});
