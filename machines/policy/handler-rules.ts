import type { Meta } from '../engine/index.ts';
import type { Barred } from './field-schema.ts';
import { isBarred } from './rules.ts';

interface Handled {
  readonly involved: readonly string[];
  readonly handlers: readonly string[];
  readonly barred: readonly Barred[];
  readonly reachedOn: string;
}
interface Handling {
  readonly meta: Meta;
  readonly handlers?: readonly string[];
}

/** Who is meant: the handlers an event names, or the person who acts. */
function persons({ handlers, meta }: Handling): readonly string[] {
  return handlers ?? (meta.actor ? [meta.actor.id] : []);
}

/** Who may handle an appeal or a complaint, for every machine that keeps who is `involved` in the case. */
export const handlerRules = {
  'ROLE-05': {
    clause: 'ISO/IEC 17021-1 9.7, 9.8 (unconfirmed)',
    text: 'Only a person appointed to handle this case acts as its handler.',
    allows: ({ context, event }: { context: Handled; event: Handling }): boolean =>
      event.meta.actor?.role !== 'appealsHandler' || context.handlers.includes(event.meta.actor.id),
  },
  'SOD-03': {
    clause: 'ISO/IEC 17021-1 5.2 (unconfirmed); policy coolingOff',
    text: 'Whoever advised this client, or had another interest in it, within two years does not handle the case.',
    allows: ({ context, event }: { context: Handled; event: Handling }): boolean =>
      persons(event).every((id) => !isBarred(context.barred, id, context.reachedOn)),
  },
  'SOD-06': {
    clause: 'ISO/IEC 17021-1 9.7, 9.8 (unconfirmed)',
    text: 'Whoever ever audited this client, reviewed its file, decided on it, or is complained of, does not handle the case.',
    allows: ({ context, event }: { context: Handled; event: Handling }): boolean =>
      persons(event).every((id) => !context.involved.includes(id)),
  },
};
