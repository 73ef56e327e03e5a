/** Figures of audit time as data: each with where it comes from, none with a sentence of a standard. */

/** A row of the table of initial audits. */
export interface TableRow {
  /** Persons up to and including this number. */
  readonly upTo: number;
  /** Auditor days of Stage 1 and Stage 2 together; a day has eight hours. */
  readonly days: number;
  /** Whether the row was found in published material; the others follow the predecessor's progression. */
  readonly isConfirmed: boolean;
}

/** Edition that the figures belong to. */
export const TABLE_EDITION = 'ISO/IEC 27006-1:2024 Table C.1';

const found = (upTo: number, days: number): TableRow => ({ upTo, days, isConfirmed: true });
const remembered = (upTo: number, days: number): TableRow => ({ upTo, days, isConfirmed: false });

/** The end of the table; what lies beyond is determined by hand. */
export const lastRow: TableRow = remembered(10_700, 28);

/** Auditor days of an initial audit by effective persons: ISO/IEC 27006-1:2024, Table C.1. */
export const initialAuditTable: readonly TableRow[] = [
  found(10, 5),
  found(15, 6),
  found(25, 7),
  found(45, 8.5),
  found(65, 10),
  found(85, 11),
  found(125, 12),
  found(175, 13),
  found(275, 14),
  found(425, 15),
  found(625, 16.5),
  found(875, 17.5),
  found(1175, 18.5),
  found(1550, 19.5),
  found(2025, 21),
  found(2675, 22),
  remembered(3450, 23),
  remembered(4350, 24),
  remembered(5450, 25),
  remembered(6800, 26),
  remembered(8500, 27),
  lastRow,
];

/** A level of complexity, of the business or of the information technology. */
export type Level = 'low' | 'medium' | 'high';

/** Percent by which the days of the table may change without a reason of their own. */
export interface Band {
  readonly least: number;
  readonly most: number;
}

/** Bands by business and information technology: the matrix of ISO/IEC 27006-1 Annex C (unconfirmed). */
export const complexityBands: Readonly<Record<Level, Readonly<Record<Level, Band>>>> = {
  high: {
    low: { least: 5, most: 20 },
    medium: { least: 10, most: 50 },
    high: { least: 20, most: 100 },
  },
  medium: {
    low: { least: -10, most: -5 },
    medium: { least: 0, most: 0 },
    high: { least: 10, most: 50 },
  },
  low: {
    low: { least: -30, most: -10 },
    medium: { least: -10, most: -5 },
    high: { least: 5, most: 20 },
  },
};

/** Percent of the days of the table by which reductions at one site shorten its audit at most: IAF MD 1, 5. */
export const SITE_REDUCTION_CAP = 50;

/** Percent of the time that planning and reporting take where nothing else is said, and without a reason at most: IAF MD 5. */
export const PLANNING_SHARE = 20;

/** Percent by which auditing several standards at once shortens an audit at most: IAF MD 11. */
export const INTEGRATION_CAP = 20;

/** Percent of the sampled sites that are chosen at random at least: IAF MD 1. */
export const RANDOM_SITES = 25;

/** Percent of the square root of the number of sites that is visited: IAF MD 1. */
export const siteShares = { initial: 100, surveillance: 60, recertification: 80 } as const;

/** Percent of the sites visited in each calendar year where sites cannot be sampled: IAF MD 1. */
export const YEARLY_SITES = 30;

/** Percent of the initial time that Stage 1 takes where nothing else is said; no norm fixes it. */
export const STAGE1_SHARE = 30;
