import { known, until } from '../../engine/index.ts';
import type { Context, Event } from '../contract.ts';

interface Asked {
  readonly context: Context;
  readonly event: Event;
}

/** Until when a journey waits, by the name of the delay. */
export const delays = {
  quoteValidity: until(({ context }: Asked) => known(context.quoteValid)),
  revisedQuoteValidity: until(({ context }: Asked) => known(context.quoteValid)),
  stage1Validity: until(({ context }: Asked) => known(context.stage1Validity)),
  issueDue: until(({ context }: Asked) => known(context.issueDue)),
  majorClosureWindow: until(({ context }: Asked) => known(context.majorClosure)),
  abAnswerDue: until(({ context }: Asked) => known(context.answerDue)),
  surveillanceDue: until(({ context }: Asked) => known(context.surveillanceDue)),
  takeoverLimit: until(({ context }: Asked) => known(context.transfer).transferBy),
  transferWindow: until(({ context }: Asked) => known(context.transferBy)),
  retention: until(({ context }: Asked) => known(context.retention)),
  suspensionLimit: until(({ context }: Asked) => known(context.suspensionLimit)),
  recertificationReminder: until(({ context }: Asked) => known(context.reminders[0] ?? null)),
  certificateExpiry: until(({ context }: Asked) => known(context.expiry)),
  // A transition that is recorded late leads through the state with this clock, when the cut-off counts no more.
  editionCutOff: until(({ context }: Asked) => known(context.editionCutOff ?? context.expiry)),
  restorationWindow: until(({ context }: Asked) => known(context.restorationWindow)),
};
