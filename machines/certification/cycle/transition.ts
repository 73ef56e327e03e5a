import { and, not } from 'xstate';
import { journey } from '../setup.ts';
import { bodyRules, decisionRules } from '../states/index.ts';

/** Rules of the decision that a certification goes on to the next edition. */
const completionRules = [
  ...(['R-STD-03', 'R-STD-04', 'R-CRT-08', 'R-DEC-04', 'R-AB-03', 'R-IMP-01'] as const),
  ...decisionRules,
] as const;

const endAnnounced = {
  guard: and(['R-STD-07', 'R-STD-08', 'R-STD-09', 'ROLE-02', 'DATE-01']),
  actions: 'remember',
} as const;

/** Whatever the phase, it can become known, or change, until when an edition lasts. */
export const editionEnd = { EditionEndAnnounced: endAnnounced } as const;

/** Where nothing is certified any more, or the edition has ended, its end does not change. */
export const noEditionEnd = { EditionEndAnnounced: {} };

/** A certification goes to the next edition of the standard, in one of its audits or in one of its own. */
export const transitions = {
  StandardTransitionStarted: {
    guard: and(['R-STD-02', 'ROLE-02', 'DATE-01']),
    actions: 'remember',
  },
  StandardTransitionCompleted: { guard: and(completionRules), actions: 'remember' },
} as const;

/**
 * How long the edition of the certificate lasts. A certificate ends with it even if its own expiry comes later; MD 26
 * knows no restoration after that.
 */
export const edition = journey.createStateConfig({
  initial: 'current',
  // Its clock begins anew.
  on: { EditionEndAnnounced: { ...endAnnounced, target: '.current' } },
  states: {
    current: { always: { guard: 'hasCutOff', target: 'ending' } },
    ending: {
      initial: 'owed',
      always: { guard: not('hasCutOff'), target: 'current' },
      after: {
        editionCutOff: {
          guard: 'isCutShort',
          target: '#certification.expired.missed',
          actions: ['announceMissed', 'announceCutOff', 'endDocument'],
        },
      },
      states: {
        owed: {
          tags: 'waitingForCertificationBody',
          always: { guard: 'isInTransition', target: 'begun' },
        },
        begun: { always: { guard: 'isTransitionAudited', target: 'audited' } },
        audited: {
          tags: 'waitingForPanel',
          always: { guard: not('isTransitionAudited'), target: 'begun' },
        },
      },
    },
  },
});

/** What is left of the former cycle ends before another one begins. */
const ended = ['remember', 'endAudits', 'endValidity', 'beginAnew'] as const;

/** The certification ended for good; it begins anew with a Stage, to an edition that can be certified to. */
export const anew = {
  Stage1RepeatRequired: {
    target: '#certification.stage1',
    guard: and(bodyRules),
    actions: ['remember', 'beginAnew'],
  },
  Stage2Authorised: {
    target: '#certification.stage2',
    guard: and(['R-TR-10', ...bodyRules]),
    actions: ['remember', 'beginAnew'],
  },
} as const;

/** The cut-off came first. A decision that was in time and is recorded late leads back to where everything was. */
export const missed = journey.createStateConfig({
  tags: ['waitingForCertificationBody', 'overdue'],
  on: {
    DeadlineExtended: {},
    ...noEditionEnd,
    Stage1RepeatRequired: { ...anew.Stage1RepeatRequired, actions: [...ended] },
    Stage2Authorised: { ...anew.Stage2Authorised, actions: [...ended] },
    StandardTransitionCompleted: {
      target: '#certification.certified.before',
      guard: and(['R-STD-06', ...completionRules]),
      actions: 'remember',
    },
  },
});
