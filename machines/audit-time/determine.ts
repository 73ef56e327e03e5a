import { fractionOf, type Policy } from '../policy/index.ts';
import type { AuditTime, Judgement } from './audit-time-schema.ts';
import { sampleSites, shareOfRoot } from './sites.ts';
import {
  complexityBands,
  initialAuditTable,
  lastRow,
  PLANNING_SHARE,
  SITE_REDUCTION_CAP,
  TABLE_EDITION,
  type Band,
  type Level,
  type TableRow,
} from './tables.ts';

/** Days are counted in ten-thousandths, in which every step below gives whole numbers. */
const DAY = 10_000;
const HALF_DAY = DAY / 2;

/** What the body's policy says about audit time. */
export type TimePolicy = Pick<Policy, 'minReductionFloor' | 'svShare' | 'rcShare'>;

/**
 * Determines the audit time of a cycle: table, identical tasks, complexity, factors, cap, sites, integration, rounding,
 * split. Factors are summed, then capped, then rounded up to half days; splits start from the rounded value.
 * Source: ISO/IEC 27006-1:2024 Annex C, IAF MD 1, 5 and 11.
 * @param persons - persons who do work under the organization's control within the scope
 */
export function determineAuditTime(
  persons: number,
  judgement: Judgement,
  policy: TimePolicy,
): AuditTime {
  const { factors, adjustment, sites, integrated } = judgement;
  const effective = effectivePersons(persons, judgement);
  const { from, upTo, days, isConfirmed } = rowOf(effective, judgement);
  const table = days * DAY;
  const added = factors.reduce((sum, { days: more }) => sum + more * DAY, 0);
  const uncapped = table + (table * adjustment) / 100 + added;
  const capped = Math.max(uncapped, (table * Math.round(policy.minReductionFloor * 100)) / 100);
  const siteTimes = sites?.times?.map(siteTime);
  const own = Math.max(capped, bySite(siteTimes));
  const initial = integrated ? integratedTime(own, integrated) : roundUp(own, 1);
  const stage1 = Math.round((initial * judgement.stage1Share) / 100 / HALF_DAY) * HALF_DAY;
  return {
    ...judgement,
    table: TABLE_EDITION,
    persons,
    effectivePersons: effective,
    row: { from, upTo },
    tableDays: days,
    isRowConfirmed: isConfirmed,
    ...complexityOf(judgement),
    uncappedDays: uncapped / DAY,
    cappedDays: capped / DAY,
    ...(siteTimes && { siteTimes }),
    initialDays: initial / DAY,
    durationDays: (initial * (100 - judgement.planningShare)) / 100 / DAY,
    stage1Days: stage1 / DAY,
    stage2Days: (initial - stage1) / DAY,
    surveillanceDays: shareOf(initial, policy.svShare) / DAY,
    recertificationDays: shareOf(initial, policy.rcShare) / DAY,
    ...(sites && { siteSample: sampleSites(sites.count, sites.canBeSampled) }),
  };
}

/** Persons in groups that do the same simple task count as the square root of the group, rounded up: C.3.4. */
function effectivePersons(persons: number, { identicalGroups, partTime }: Judgement): number {
  const alike = identicalGroups.reduce((sum, group) => sum + group.persons, 0);
  const counted = identicalGroups.reduce((sum, group) => sum + countOf(group), 0);
  const others = Math.max(0, persons - alike - (partTime?.persons ?? 0));
  return others + counted + Math.ceil(partTime?.fullTime ?? 0);
}

function countOf({ persons, counted }: Judgement['identicalGroups'][number]): number {
  return counted ?? shareOfRoot(persons, 100);
}

interface Row extends TableRow {
  readonly from: number;
}

/** The row of the table; beyond its end the days that the reviewer gave. */
function rowOf(persons: number, { beyondTable }: Pick<Judgement, 'beyondTable'>): Row {
  const index = initialAuditTable.findIndex(({ upTo }) => persons <= upTo);
  const row = initialAuditTable[index];
  if (row) return { ...row, from: (initialAuditTable[index - 1]?.upTo ?? 0) + 1 };
  const days = beyondTable?.days ?? lastRow.days;
  return { from: lastRow.upTo + 1, upTo: persons, days, isConfirmed: false };
}

type SiteTime = NonNullable<AuditTime['siteTimes']>[number];

/** The time at one site: the table for its persons, shortened by half at most. */
function siteTime({
  site,
  persons,
  reduction,
}: NonNullable<NonNullable<Judgement['sites']>['times']>[number]): SiteTime {
  const { days } = rowOf(persons, { beyondTable: undefined });
  const shortened = (percent: number): number => (days * DAY * (100 - percent)) / 100 / DAY;
  return {
    site,
    tableDays: days,
    uncappedDays: shortened(reduction),
    cappedDays: shortened(Math.min(reduction, SITE_REDUCTION_CAP)),
  };
}

function bySite(times: readonly SiteTime[] = []): number {
  return times.reduce((sum, { cappedDays }) => sum + Math.round(cappedDays * DAY), 0);
}

/** A share of the initial time, up to half days. */
function shareOf(initial: number, fraction: string): number {
  const { share, whole } = fractionOf(fraction);
  return roundUp(initial * share, whole);
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

/** Whether the groups with identical tasks and the part-timers are part of the persons. */
export function holdsGroups({ identicalGroups, partTime, persons }: AuditTime): boolean {
  const grouped = identicalGroups.reduce((sum, group) => sum + group.persons, 0);
  return grouped + (partTime?.persons ?? 0) <= persons;
}

/** Whether a group counts as its square root at least, and nobody counts as more than one. */
export function countsFairly({ identicalGroups, partTime }: AuditTime): boolean {
  const isFair = ({ persons, counted }: AuditTime['identicalGroups'][number]): boolean =>
    counted === undefined || (counted >= shareOfRoot(persons, 100) && counted <= persons);
  return (
    identicalGroups.every(isFair) &&
    (partTime === undefined || partTime.fullTime <= partTime.persons)
  );
}

/** Whether planning and reporting leave enough of the time to the audit. */
export function leavesTimeToAudit({ planningShare }: AuditTime): boolean {
  return planningShare <= PLANNING_SHARE;
}

/** Whether time by site, where it was determined, is that of the central function and of each site of the sample. */
export function timesEachSite({ sites, siteSample }: AuditTime): boolean {
  const times = sites?.times;
  if (!times) return true;
  const isNamedOnce = new Set(times.map(({ site }) => site)).size === times.length;
  return isNamedOnce && times.length === (siteSample?.initial ?? 0) + 1;
}

/** Whether the adjustment stays in the band of the matrix. */
export function isWithinBand({ adjustment, band }: AuditTime): boolean {
  return adjustment >= band.least && adjustment <= band.most;
}

/** Whether the table has a row for the persons that count. */
export function isInTable({ effectivePersons: persons }: AuditTime): boolean {
  return persons <= lastRow.upTo;
}
