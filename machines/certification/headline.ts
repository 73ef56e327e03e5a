import { say } from '../text/index.ts';
import type { Context } from './contract.ts';
import type { DecisionTaken } from './contract/index.ts';
import { lastDayOf, openOf } from './derived/index.ts';

function isStanding(taken: DecisionTaken | undefined, event: string): boolean {
  return taken?.event === event && !taken.replaced;
}

/** What a person has to do because of appeals and complaints, for whoever looks at the journey. */
function openCases({ appeals, complaints, decided }: Context): string[] {
  const overturned = Object.entries(appeals).flatMap(([id, { decision, event, outcome }]) =>
    ['upheld', 'partlyUpheld'].includes(outcome) && isStanding(decided[decision], event)
      ? [
          say(
            'certification.decideAnew',
            '{id} {outcome, select, upheld {upheld} other {partly upheld}}: {decision} to be decided anew',
            { id, outcome, decision },
          ),
        ]
      : [],
  );
  const open = Object.entries({ ...appeals, ...complaints }).flatMap(([id, { outcome }]) =>
    outcome === 'open' ? [say('certification.caseOpen', '{id} open', { id })] : [],
  );
  const audits = Object.entries(complaints).flatMap(([id, { followUp, ended }]) =>
    followUp === 'none' || ended
      ? []
      : [say('certification.followUp', '{id} asks for {followUp}', { id, followUp })],
  );
  return [...open, ...overturned, ...audits];
}

/** What is open of transfers, for whoever looks at the journey. */
function openTransfers({ transfer, leaving }: Context): string[] {
  const isOpen = transfer?.status === 'requested' || transfer?.status === 'eligible';
  const isOld = transfer?.status === 'accepted' && transfer.endsOn === null;
  return [
    ...(isOpen
      ? [
          say('certification.toTakeOver', '{number} of {issuedBy} to be taken over by {due}', {
            ...{ number: transfer.certificate.number, issuedBy: transfer.certificate.issuedBy },
            due: transfer.transferBy.due,
          }),
        ]
      : []),
    ...(isOld
      ? [
          say('certification.endToConfirm', '{number}: its end to be confirmed', {
            number: transfer.certificate.number,
          }),
        ]
      : []),
    ...(leaving
      ? [
          say(
            'certification.goes',
            'goes to {to}: {records, select, owed {records to be handed over} other {has the records}}',
            { to: leaving.to, records: leaving.recordsOn === null ? 'owed' : 'handedOver' },
          ),
        ]
      : []),
  ];
}

function certificateOf(context: Context): readonly string[] {
  const { certificate, cycle } = context;
  const due = lastDayOf(context);
  if (due === null) return [];
  const until = say('certification.until', 'certified until {due}, cycle {cycle}', { due, cycle });
  return certificate === null
    ? [until]
    : [until, say('certification.certificate', 'certificate {certificate}', { certificate })];
}

/** What whoever looks at the journey reads first: findings, certificate, what is open. */
export function headline(context: Context): string {
  return [
    say(
      'certification.findings',
      '{client}, {standard}, {persons} persons: {majors} major and {minors} minor nonconformities open',
      {
        ...{ client: context.client, standard: context.standard, persons: context.persons },
        ...{ majors: openOf(context, 'major'), minors: openOf(context, 'minor') },
      },
    ),
    ...certificateOf(context),
    ...openCases(context),
    ...openTransfers(context),
  ].join('\n');
}
