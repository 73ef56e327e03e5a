import { describe, expect, it } from '@jest/globals';
import { isZone, offsetSpans } from '../../../../machines/calendar/zone-offsets.ts';

describe('zone names', () => {
  it.each([
    ['Europe/Berln', "'Europe/Berlin'"],
    ['berlin', "'Europe/Berlin'"],
    ['europe/paris', "'Europe/Paris'"],
    ['Africa/Buenos_Aires', "'America/Buenos_Aires'"],
  ])("given '%s', when looked up, then the refusal proposes %s", (name, proposal) => {
    expect(isZone(name)).toBe(false);
    expect(() => offsetSpans(name)).toThrow(`'${name}' is not a known time zone`);
    expect(() => offsetSpans(name)).toThrow(proposal);
  });

  it('given names that are equally near, when a refusal proposes, then it is the first three by name', () => {
    expect(() => offsetSpans('Europe/Q')).toThrow(
      "for instance 'Europe/Amsterdam', 'Europe/Andorra', 'Europe/Astrakhan'",
    );
  });

  it.each(['', ' ', 'UTC|0', 'Africa/Abidjan Africa/Accra', '|', 'CET', '+01:00'])(
    "given '%s', when looked up, then it is no zone",
    (name) => {
      expect(isZone(name)).toBe(false);
      expect(() => offsetSpans(name)).toThrow(/IANA names are expected, for instance '\w+/);
    },
  );
});
