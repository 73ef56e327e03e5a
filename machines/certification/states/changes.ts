import { and } from 'xstate';
import { journey } from '../setup.ts';
import { timeRules } from './rule-lists.ts';

/** Facts that others rest on change in any phase, and what that asks for is done in any phase. */
export const changes = journey.createStateConfig({
  on: {
    ClientDataChanged: {
      guard: and(['R-APP-07', 'DATE-01']),
      actions: ['remember', 'endRevisedQuote'],
    },
    AuditTimeRedetermined: {
      guard: and(['ROLE-02', 'R-TIME-10', ...timeRules]),
      actions: ['remember', 'endRevisedQuote'],
    },
    QuoteRevised: {
      guard: and(['ROLE-02', 'R-APP-03', 'R-APP-06']),
      actions: ['endRevisedQuote', 'remember', 'startRevisedQuote'],
    },
    QuoteAccepted: {
      guard: and(['T-01', 'DATE-01']),
      actions: ['remember', 'endRevisedQuote'],
    },
    QuoteRejected: { guard: 'R-APP-06', actions: ['remember', 'endRevisedQuote'] },
    ConflictOfInterestDeclared: { guard: 'ROLE-02', actions: 'remember' },
    ImpartialityCaseOpened: { guard: and(['ROLE-02', 'R-IMP-02']), actions: 'remember' },
    ImpartialityCaseClosed: { guard: and(['ROLE-02', 'R-IMP-02']), actions: 'remember' },
    SiteSampleSelected: {
      guard: and(['ROLE-02', 'R-PRG-04', 'R-SITE-01', 'R-SITE-02', 'COV-07']),
      actions: 'remember',
    },
  },
}).on;

/** When a revised quote has stood long enough: it is to be revised again. */
export const lapses = {
  revisedQuoteValidity: { actions: ['lapseRevisedQuote', 'announceExpiredQuote'] },
} as const;

/** Where an engagement has ended, nothing of this is recorded any more. */
export const nothingChanges = {
  ClientDataChanged: {},
  AuditTimeRedetermined: {},
  QuoteRevised: {},
  QuoteAccepted: {},
  QuoteRejected: {},
  ConflictOfInterestDeclared: {},
  ImpartialityCaseOpened: {},
  ImpartialityCaseClosed: {},
  SiteSampleSelected: {},
  AuditProgrammeAmended: {},
};

/** Before the agreement a change on which the audit time rests leads back to its determination: no quote stands then. */
export const changedBeforeAgreement = {
  ClientDataChanged: [
    {
      target: 'quoting',
      guard: and(['R-APP-07', 'DATE-01', 'isTimeDue']),
      actions: 'remember',
    },
    { guard: and(['R-APP-07', 'DATE-01']), actions: 'remember' },
  ],
} as const;
