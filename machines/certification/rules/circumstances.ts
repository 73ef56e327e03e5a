import { addPeriod, parseLocalDate } from '../../calendar/index.ts';
import type { DueDate, Rule } from '../../engine/index.ts';
import type { Context, Event } from '../contract.ts';
import { today } from '../derived/index.ts';

/**
 * The deadline that an extraordinary event can move: before the first certificate that of majors, then that of
 * surveillance, and after the expiry the window of restoration as long as it lasts.
 */
function movable(context: Context, day: string): DueDate | null {
  const { majorClosure, surveillanceOverdue, surveillanceDue } = context;
  return majorClosure ?? surveillanceOverdue ?? surveillanceDue ?? openWindow(context, day);
}

function openWindow({ expiry, restorationWindow }: Context, day: string): DueDate | null {
  const isExpired = expiry !== null && day > expiry.due;
  return isExpired && restorationWindow !== null && day <= restorationWindow.due
    ? restorationWindow
    : null;
}

/** How far it can be moved: six months, and a surveillance not beyond the expiry. */
function latestFor({ majorClosure, expiry }: Context, { due, rule }: DueDate): string {
  const latest = addPeriod(parseLocalDate(due), 'P6M');
  if (majorClosure !== null || rule === 'T-17') return latest;
  return expiry !== null && expiry.due > latest ? latest : (expiry?.due ?? '');
}

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
    text: 'Only after an extraordinary event was declared, once, to a later day that is ahead and within six months, and that of a surveillance before the expiry.',
    allows: ({ context, event }) => {
      if (event.type !== 'DeadlineExtended') return true;
      const day = today(context, event.meta);
      const moved = movable(context, day);
      if (context.declaredBy === null || moved === null || moved.rule === 'T-20') return false;
      const isAhead = event.until > moved.due && event.until >= day;
      return isAhead && event.until <= latestFor(context, moved);
    },
  },
} satisfies Record<string, Rule<Context, Event>>;
