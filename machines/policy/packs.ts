import type { Overrides, PackName, Policy } from './schema.ts';

const standard: Policy = {
  id: 'default',
  version: '1.0.0',
  zone: 'Europe/Berlin',
  holidays: [],
  staff: [],
  coolingOff: 'P2Y',
  appealWorkingDays: 5,
  retention: 2,
  quoteValidity: 'P60D',
  remoteShareAlert: 30,
  minReductionFloor: 0.7,
  svShare: '1/3',
  rcShare: '2/3',
  stage1MaxAge: 'P6M',
  planNotice: 'P14D',
  stage1Notice: 'P7D',
  auditDayTolerance: 0.1,
  reportWorkingDays: 10,
  capDue: 'P30D',
  majorEvidenceDue: 'P90D',
  majorHardStop: 'P6M',
  minorPlanDue: 'P60D',
  minorClosure: 'planAccepted',
  minorsPerRequirementAlert: 3,
  capMaxRounds: 3,
  decisionSla: 'P30D',
  decisionAlerts: ['P20D', 'P25D'],
  panelQuorum: 3,
  panelRule: 'majorityNoVeto',
  abGate: 'none',
  abSampleRate: 0.1,
  abAnswerReminder: 'P30D',
  certificateWorkingDays: 5,
  certificateTerm: 'P3Y',
  sv1Max: 'P12M',
  svPerCalendarYear: 1,
  svMaxGap: 'off',
  recertReminders: ['-P9M', '-P6M', '-P4M', '-P3M'],
  restorationWindow: 'P6M',
  suspensionMax: 'P6M',
};

/** The packs that exist, each complete. */
export const packs: Readonly<Record<PackName, Policy>> = {
  default: standard,
  demonstration: { ...standard, id: 'demonstration', abGate: 'always' },
};

/**
 * The policy under which a journey runs, complete, so that it can be recorded in the journey's first event and a
 * later pack does not rewrite the past.
 * @param overrides - already validated: none of them loosens what is locked
 * @returns the pack; its version ends with `+own` when a value differs from it
 */
export function resolvePolicy(name: PackName, overrides: Overrides): Policy {
  const pack = packs[name];
  const given = Object.entries(overrides).filter(([, value]) => value !== undefined);
  if (given.length === 0) return pack;
  const own = Object.fromEntries(given) as Partial<Policy>;
  return { ...pack, ...own, version: `${pack.version}+own` };
}

/** The pack and its version, as it is recorded with what follows from it, e.g. `default 1.0.0`. */
export function policyName({ id, version }: Pick<Policy, 'id' | 'version'>): string {
  return `${id} ${version}`;
}

/**
 * The pack and its version for what a child of the journey records, ready to be spread.
 * @param policy - what the child knows of it: nothing where it was started without a journey
 */
export function policyOf(policy: {
  readonly id?: string | undefined;
  readonly version?: string | undefined;
}): { policy?: string } {
  const { id, version } = policy;
  return id === undefined || version === undefined ? {} : { policy: policyName({ id, version }) };
}
