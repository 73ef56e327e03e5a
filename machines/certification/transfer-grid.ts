import {
  addPeriod,
  lastDayOfYear,
  parseLocalDate,
  yearOf,
  type LocalDate,
} from '../calendar/index.ts';
import { owedBy } from './surveillance-rules.ts';
import type { TransferIn } from './transfer-context.ts';

/** T-19: how long a certificate can be taken over from a body that has failed. Source: IAF MD 2. */
const transferTime = 'P6M';

/** T-19: the last day to take a certificate over from a body that has failed: six months later, or its expiry. */
export function lastDayToTransfer(failedOn: string, validUntil: string): LocalDate {
  const latest = addPeriod(parseLocalDate(failedOn), transferTime);
  return validUntil < latest ? parseLocalDate(validUntil) : latest;
}

/** A surveillance that a cycle owes. */
interface Owed {
  readonly rule: 'T-13' | 'T-14';
  readonly due: LocalDate;
}

/**
 * T-13, T-14: the next surveillance of a cycle that another body began.
 * @param sv1Max - how long after the first decision the first one is held at the latest, e.g. `P12M`
 * @returns null where recertification takes the year that would owe one
 */
export function nextOnGrid(
  { certificate, surveillances }: Pick<TransferIn, 'certificate' | 'surveillances'>,
  sv1Max: string,
): Owed | null {
  const last = surveillances.at(-1);
  if (last !== undefined) {
    const due = owedBy(last, certificate.validUntil);
    return due && { rule: 'T-14', due };
  }
  const granted = parseLocalDate(certificate.grantedOn);
  return certificate.cycle === 1
    ? { rule: 'T-13', due: addPeriod(granted, sv1Max) }
    : { rule: 'T-14', due: lastDayOfYear(yearOf(granted) + 1) };
}
