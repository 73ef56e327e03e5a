import { defineInvariants } from './invariant.ts';
import type { Fact, Past } from './past.ts';
import { after } from '../own-calendar.ts';
import {
  decisions,
  ends,
  grants,
  kindOfAudit,
  lastBefore,
  nonconformities,
} from './reading-the-past.ts';

const isOfReview = /^9\.[23](\.|$)/;

function openFinding(past: Past): string | undefined {
  const mustBeVerified = past.policy.text('minorClosure') === 'verified';
  const open = nonconformities(past).find(
    ({ grade, requirement, isPlanAccepted, isVerified, isVoid }) =>
      !isVoid &&
      !isVerified &&
      (grade === 'major' || mustBeVerified || isOfReview.test(requirement) || !isPlanAccepted),
  );
  return open && `${open.entity} is an open ${open.grade} on ${open.requirement}`;
}

/** The decision that a grant or refusal rests on: what was recorded since its file was complete. */
function sinceFile(past: Past, types: readonly string[]): readonly Fact[] {
  const file = past.of('DecisionFileCompleted').at(-1);
  return past.of(...types).filter(({ place }) => place > (file?.place ?? 0));
}

function gateFault(grant: Fact, past: Past): string | undefined {
  const gate = past.all[0]?.data.text('accreditationGate');
  if (gate !== 'required') return undefined;
  const answers = sinceFile(past, ['AccreditationBodyConcurred', 'AccreditationGateWaived']);
  if (answers.length === 0) return 'the accreditation body has not concurred with this file';
  const on = grant.data.word('on');
  const isBefore = answers.some(({ data }) => data.word('on') <= on);
  return isBefore ? undefined : `the grant of ${on} lies before the concurrence`;
}

/** The votes of the panel as they were cast: of each present member the last, abstentions aside. */
function votesOn(past: Past, entity: string): readonly string[] {
  let members: readonly string[] = [];
  const votes = new Map<string, string>();
  for (const { event, data } of past.in(entity)) {
    if (event.type === 'PanelConvened') members = data.texts('members');
    if (event.type === 'PanelMemberRecused') {
      members = members.filter((member) => member !== data.text('member'));
    }
    if (event.type === 'PanelVoteCast') votes.set(event.actor?.id ?? '', data.word('vote'));
  }
  return members.flatMap((member) => votes.get(member) ?? []).filter((vote) => vote !== 'abstain');
}

function agrees(votes: readonly string[], rule: string | undefined): boolean {
  const inFavour = votes.filter((vote) => vote === 'for').length;
  if (rule === 'unanimity') return inFavour === votes.length;
  const isMajority = inFavour > votes.length / 2;
  return isMajority && (rule === 'majority' || !votes.includes('veto'));
}

function voteFault({ event }: Fact, past: Past): string | undefined {
  const votes = votesOn(past, event.entity);
  const quorum = past.policy.amount('panelQuorum');
  if (votes.length < quorum) return `${votes.length} votes are no quorum of ${quorum}`;
  const isFor = agrees(votes, past.policy.text('panelRule'));
  return isFor === (event.type === 'CertificationProposed')
    ? undefined
    : `the votes are ${votes.join(', ')}`;
}

function windowFault({ data }: Fact, past: Past): string | undefined {
  const closing = past
    .of('ClosingMeetingHeld', 'AuditTerminated')
    .filter(({ event }) => kindOfAudit(past, event.entity) === 'stage-2')
    .at(-1);
  const span = past.policy.text('majorHardStop');
  const from = closing?.data.text('on');
  if (!closing || from === undefined || span === undefined) return 'there was no Stage 2';
  const moved = past
    .of('DeadlineExtended')
    .filter(({ place }) => place > closing.place)
    .flatMap(({ data: told }) => told.inside('majorClosure').text('due') ?? []);
  const last = moved.at(-1) ?? after(from, span);
  const raised = new Set(
    past
      .in(closing.event.entity)
      .flatMap(({ data: found }) => found.text('id') ?? [])
      .map((id) => `${past.journey}/${id}`),
  );
  const late = nonconformities(past).find(
    ({ entity, grade, verifiedOn = '' }) =>
      raised.has(entity) && grade === 'major' && verifiedOn > last,
  );
  return late && `${late.entity} was verified after ${last}, and ${data.word('on')} granted`;
}

/** What holds of decisions, whoever takes them. */
export const decisionInvariants = defineInvariants([
  {
    id: 'INV-02',
    says: 'No grant while a major is not verified, a minor has no accepted plan, or a finding in internal audit or review is not verified.',
    source: 'domain 8.2; R-DEC-04, R-S2-10',
    after: grants,
    fault: (_, past) => openFinding(past),
  },
  {
    id: 'INV-15',
    says: 'Where the accreditation body is asked it concurs, or is waived by a second person, before the grant; where it is not asked nothing is recorded of it.',
    source: 'domain 8.15; R-AB-02',
    after: [...grants, 'FileForwardedToAccreditationBody', 'AccreditationBodyConcurred'],
    fault: (last, past) => {
      if (grants.includes(last.event.type)) return gateFault(last, past);
      const isAsked = past.all[0]?.data.text('accreditationGate') === 'required';
      return isAsked ? undefined : 'the accreditation body is not asked in this journey';
    },
  },
  {
    id: 'INV-18',
    says: 'A proposal has the quorum of votes, and they are as the rule of the panel demands.',
    source: 'domain 10a.12; R-DEC-09',
    after: ['CertificationProposed', 'RefusalProposed'],
    fault: voteFault,
  },
  {
    id: 'INV-24',
    says: 'No initial grant on a major of the last Stage 2 that was verified after the window.',
    source: 'R-DEC-06; T-07',
    after: ['CertificationGranted'],
    fault: windowFault,
  },
  {
    id: 'INV-26',
    says: 'A person decides, and a proposal of a panel for this very file comes before a grant or a refusal.',
    source: 'SOD-11; ROLE-03',
    after: [...decisions, 'CertificateRestored'],
    fault: (last, past) => {
      if (last.event.cause !== 'command' || !last.event.actor) return 'no person decided that';
      if (![...grants, 'CertificationRefused'].includes(last.event.type)) return undefined;
      const wanted = grants.includes(last.event.type) ? 'CertificationProposed' : 'RefusalProposed';
      if (sinceFile(past, [wanted]).length === 0) return `there is no ${wanted} for this file`;
      const panel = past.of('PanelConvened').at(-1)?.data.texts('members') ?? [];
      return panel.includes(last.event.actor.id)
        ? undefined
        : 'somebody else than the panel decided';
    },
  },
  {
    id: 'INV-28',
    says: 'At most one certification is in force: the initial grant, or a transfer, comes before any, or after the one before has ended.',
    source: 'domain 8.7',
    after: ['CertificationGranted', 'TransferAccepted'],
    fault: (last, past) => {
      const before = lastBefore(past, last, ...grants);
      if (!before) return undefined;
      const end = past.of(...ends).at(-1);
      return end !== undefined && end.place > before.place
        ? undefined
        : `${before.id} is still in force`;
    },
  },
]);
