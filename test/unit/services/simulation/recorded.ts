/** Logs of journeys that went as they should. */
import type { RecordedEvent, Simulation } from '../../../../machines/engine/index.ts';
import { begun, play, readCase, refusedBy } from '../../../support/cases.ts';

function played(...names: readonly [string, ...string[]]): Simulation {
  const runner = begun(readCase(names[0]));
  for (const name of names) play(runner, readCase(name));
  return runner;
}

/** A flood moves the first surveillance by six months, and it is not held then either. */
function flood(): Simulation {
  const runner = played('worked-case');
  runner.travelTo('2027-12-20T12:00:00.000Z');
  const journey = readCase('worked-case').journey;
  const on = '2027-12-20';
  const [office, panel] = [
    { id: 'o-1', role: 'cbAdmin' },
    { id: 'p-1', role: 'panelMember' },
  ];
  const until = '2028-07-20';
  for (const [command, payload] of [
    ['declareExtraordinaryEvent', { actor: office, on, reason: 'flood' }],
    ['extendDeadline', { actor: panel, on, until, reason: 'logs were reviewed' }],
  ] as const) {
    const refused = refusedBy(runner, journey, [command, payload]);
    if (refused.length > 0) throw new Error(`${command}: ${refused.join(', ')}`);
  }
  runner.travelTo('2028-07-21T12:00:00.000Z');
  const suspension = { actor: panel, on: '2028-07-21', cause: 'overdue' };
  refusedBy(runner, journey, ['suspendCertificate', suspension]);
  return runner;
}

/** Each of them by what is special in it. */
export const logs = {
  years: () => played('worked-case', 'worked-case-years').log(),
  appeals: () => played('worked-case', 'worked-case-appeals').log(),
  suspended: () => played('suspended-six-months').log(),
  expired: () => played('expired-and-restored').log(),
  flood: () => flood().log(),
  transfer: () => played('transfer-in').log(),
} satisfies Readonly<Record<string, () => readonly RecordedEvent[]>>;
