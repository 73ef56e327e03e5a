import type { Random } from './players/index.ts';

/** What a journey starts with, as the contract of the journey wants it. */
export interface Start {
  readonly client: string;
  readonly persons: number;
  readonly policy: string;
  readonly overrides: Readonly<Record<string, unknown>>;
  /** Edition that the client wants; absent for the present one. */
  readonly standard?: string;
}

const zones = [
  ...['Europe/Berlin', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata'],
  ...['Pacific/Auckland', 'America/Sao_Paulo', 'Africa/Cairo', 'Australia/Lord_Howe'],
];
/** Other choices that a body can make, each taken by some journeys. */
const choices: readonly Readonly<Record<string, unknown>>[] = [
  {},
  {},
  {},
  { minorClosure: 'verified' },
  { svMaxGap: 'P13M' },
  { panelRule: 'unanimity', panelQuorum: 2 },
  { panelRule: 'majority' },
  { abGate: 'sampled', abSampleRate: 0.5 },
  { holidays: ['2026-12-24', '2026-12-25', '2027-01-01', '2027-12-24', '2028-12-25'] },
  { stage1MaxAge: 'P3M', quoteValidity: 'P30D', capDue: 'P10D' },
  { certificateTerm: 'P2Y', sv1Max: 'P9M', restorationWindow: 'P3M' },
];

/** A client and the policy of its certification body. */
export function startOf(random: Random): Start {
  return {
    client: 'globex',
    persons: random.int(1, 900),
    policy: random.pick(['default', 'default', 'demonstration']) ?? 'default',
    overrides: { ...random.pick(choices), zone: random.pick(zones) },
  };
}
