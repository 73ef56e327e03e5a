import type { Overrides, PackName, Policy } from './schema.ts';

const standard: Policy = {
  id: 'default',
  version: '1.0.0',
  zone: 'Europe/Berlin',
  stage1MaxAge: 'P6M',
  planNotice: 'P14D',
  quoteValidity: 'P60D',
  capDue: 'P30D',
  majorEvidenceDue: 'P90D',
  majorHardStop: 'P6M',
  minorPlanDue: 'P60D',
  minorClosure: 'planAccepted',
  capMaxRounds: 3,
  decisionSla: 'P30D',
  panelQuorum: 3,
  abGate: 'none',
  abSampleRate: 0.1,
  abAnswerReminder: 'P30D',
  certificateTerm: 'P3Y',
  sv1Max: 'P12M',
  svPerCalendarYear: 1,
  recertReminders: ['-P9M', '-P6M', '-P4M', '-P3M'],
  restorationWindow: 'P6M',
  coolingOff: 'P2Y',
  staff: [],
};

const packs: Readonly<Record<PackName, Policy>> = {
  default: standard,
  demonstration: { ...standard, id: 'demonstration', abGate: 'always' },
};

/**
 * The policy under which a journey runs, complete, so that it can be recorded in the journey's first event and a
 * later pack does not rewrite the past.
 * @param overrides - already validated: none of them is locked
 */
export function resolvePolicy(name: PackName, overrides: Overrides): Policy {
  const given = Object.entries(overrides).filter(([, value]) => value !== undefined);
  return { ...packs[name], ...(Object.fromEntries(given) as Partial<Policy>) };
}
