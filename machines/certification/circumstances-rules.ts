import { addPeriod, parseLocalDate } from '../calendar/index.ts';
import type { Rule } from '../engine/index.ts';
import type { Context, Event } from './contract.ts';

/** What a journey does not allow in circumstances beyond client and case, and why. */
export const circumstanceRules = {
  'R-AB-03': {
    clause: 'IAF MD 17; ISO/IEC 17021-1 5.1.3 (unconfirmed)',
    text: 'The certification body is not accredited at present: it grants, renews and extends nothing.',
    allows: ({ context }) => context.accreditationLostOn === null,
  },
  'R-AB-04': {
    clause: 'records make sense',
    text: 'An accreditation is lost while there is one, and regained when it was lost.',
    allows: ({ context, event }) =>
      (event.type === 'AccreditationLost') === (context.accreditationLostOn === null),
  },
  'T-20': {
    clause: 'IAF ID 3',
    text: 'Only after an extraordinary event was declared, once, to a later day within six months and before the expiry.',
    allows: ({ context: { declaredBy, surveillanceDue, expiry }, event }) => {
      if (event.type !== 'DeadlineExtended') return true;
      if (declaredBy === null || surveillanceDue === null || surveillanceDue.rule === 'T-20')
        return false;
      const { due } = surveillanceDue;
      return (
        event.until > due &&
        event.until <= addPeriod(parseLocalDate(due), 'P6M') &&
        expiry !== null &&
        event.until <= expiry.due
      );
    },
  },
} satisfies Record<string, Rule<Context, Event>>;
