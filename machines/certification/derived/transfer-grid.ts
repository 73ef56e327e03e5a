import { addPeriod, parseLocalDate, type LocalDate } from '../../calendar/index.ts';
import type { TransferIn } from '../contract/index.ts';
import { yearsOwed } from './surveillance-years.ts';

/** T-19: how long a certificate can be taken over from a body that has failed. Source: IAF MD 2. */
const transferTime = 'P6M';

/** T-19: the last day to take a certificate over from a body that has failed: six months later, or its expiry. */
export function lastDayToTransfer(failedOn: string, validUntil: string): LocalDate {
  const latest = addPeriod(parseLocalDate(failedOn), transferTime);
  return validUntil < latest ? parseLocalDate(validUntil) : latest;
}

type Taken = Pick<TransferIn, 'certificate' | 'surveillances'>;

/**
 * Where the surveillance of a cycle stands that another body began: since when calendar years are counted, and T-13
 * while the first one of an initial certification was not held.
 * @param sv1Max - how long after the first decision the first one is held at the latest, e.g. `P12M`
 */
export function gridOf(
  { certificate, surveillances }: Taken,
  sv1Max: string,
): { readonly since: LocalDate; readonly firstSurveillance?: LocalDate } {
  const last = surveillances.at(-1);
  if (last !== undefined) return { since: parseLocalDate(last) };
  const since = parseLocalDate(certificate.grantedOn);
  return certificate.cycle === 1
    ? { since, firstSurveillance: addPeriod(since, sv1Max) }
    : { since };
}

/**
 * T-13, T-14: the day by which the next surveillance of a cycle is held that another body began.
 * @returns null where recertification takes the year that would owe one
 */
export function nextOnGrid(taken: Taken, sv1Max: string): LocalDate | null {
  const { since, firstSurveillance } = gridOf(taken, sv1Max);
  return firstSurveillance ?? yearsOwed(since, taken.certificate.validUntil)[0] ?? null;
}
