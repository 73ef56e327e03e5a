import type { AuditTime, Judgement } from './audit-time-schema.ts';
import { sampleSites, shareOfRoot } from './sites.ts';
import {
  complexityBands,
  initialAuditTable,
  lastRow,
  REDUCTION_CAP,
  TABLE_EDITION,
  type Band,
  type Level,
  type TableRow,
} from './tables.ts';

/** Days are counted in ten-thousandths, in which every step below gives whole numbers. */
const DAY = 10_000;
const HALF_DAY = DAY / 2;

/**
 * Determines the audit time of a cycle: table, identical tasks, complexity, factors, cap, rounding, split.
 * Factors are summed, then capped, then rounded up to half days; splits start from the rounded value.
 * Source: ISO/IEC 27006-1:2024 Annex C, IAF MD 1, 5 and 11.
 * @param persons - persons who do work under the organization's control within the scope
 */
export function determineAuditTime(persons: number, judgement: Judgement): AuditTime {
  const { factors, adjustment, sites, integrated } = judgement;
  const effective = effectivePersons(persons, judgement);
  const row = rowOf(effective, judgement);
  const table = row.days * DAY;
  const added = factors.reduce((sum, { days }) => sum + days * DAY, 0);
  const uncapped = table + (table * adjustment) / 100 + added;
  const capped = Math.max(uncapped, (table * (100 - REDUCTION_CAP)) / 100);
  const initial = integrated ? integratedTime(capped, integrated) : roundUp(capped, 1);
  const stage1 = Math.round((initial * judgement.stage1Share) / 100 / HALF_DAY) * HALF_DAY;
  return {
    ...judgement,
    table: TABLE_EDITION,
    persons,
    effectivePersons: effective,
    tableDays: row.days,
    isRowConfirmed: row.isConfirmed,
    ...complexityOf(judgement),
    uncappedDays: uncapped / DAY,
    cappedDays: capped / DAY,
    initialDays: initial / DAY,
    stage1Days: stage1 / DAY,
    stage2Days: (initial - stage1) / DAY,
    surveillanceDays: roundUp(initial, 3) / DAY,
    recertificationDays: roundUp(initial * 2, 3) / DAY,
    ...(sites && { siteSample: sampleSites(sites.count, sites.canBeSampled) }),
  };
}

/** Persons in groups that do the same simple task count as the square root of the group, rounded up: C.3.4. */
function effectivePersons(persons: number, { identicalGroups }: Judgement): number {
  const grouped = identicalGroups.reduce((sum, group) => sum + group.persons, 0);
  const counted = identicalGroups.reduce((sum, group) => sum + shareOfRoot(group.persons, 100), 0);
  return Math.max(0, persons - grouped) + counted;
}

/** The row of the table; beyond its end the days that the reviewer gave. */
function rowOf(persons: number, { beyondTable }: Judgement): TableRow {
  const row = initialAuditTable.find(({ upTo }) => persons <= upTo);
  return row ?? { upTo: persons, days: beyondTable?.days ?? lastRow.days, isConfirmed: false };
}

/** The levels of both scores and the band of the matrix for them. */
function complexityOf({
  business,
  technology,
}: Pick<Judgement, 'business' | 'technology'>): Pick<
  AuditTime,
  'businessComplexity' | 'technologyComplexity' | 'band'
> {
  const businessComplexity = levelOf(business.type + business.processes + business.maturity);
  const technologyComplexity = levelOf(
    technology.infrastructure + technology.outsourcing + technology.development,
  );
  const band: Band = complexityBands[businessComplexity][technologyComplexity];
  return { businessComplexity, technologyComplexity, band };
}

function levelOf(score: number): Level {
  if (score <= 4) return 'low';
  return score <= 6 ? 'medium' : 'high';
}

/** The sum over the standards, then shortened: never the caps added up. */
function integratedTime(
  own: number,
  { standards, reduction }: NonNullable<Judgement['integrated']>,
): number {
  const sum = standards.reduce((total, { days }) => total + days * DAY, own);
  return roundUp(sum * (100 - reduction), 100);
}

/** A fraction of whole numbers, up to half days. */
function roundUp(time: number, divisor: number): number {
  return Math.ceil(time / (divisor * HALF_DAY)) * HALF_DAY;
}

/** Whether the groups with identical tasks are part of the persons. */
export function holdsGroups({ identicalGroups, persons }: AuditTime): boolean {
  return identicalGroups.reduce((sum, group) => sum + group.persons, 0) <= persons;
}

/** Whether the adjustment stays in the band of the matrix. */
export function isWithinBand({ adjustment, band }: AuditTime): boolean {
  return adjustment >= band.least && adjustment <= band.most;
}

/** Whether the table has a row for the persons that count. */
export function isInTable({ effectivePersons: persons }: AuditTime): boolean {
  return persons <= lastRow.upTo;
}
