import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  stateOf,
  type RecordedEvent,
  type Simulation,
} from '../../../../../machines/engine/index.ts';
import { appeal, complaint } from '../../../../../machines/index.ts';
import { expectFoldEqualsState } from '../../../../support/cases.ts';
import { certifiedStory } from '../../../../support/stories.ts';

const journey = 'globex-27001';
/** Who may turn up anywhere: handlers, a panel member, an auditor, the reviewer. */
const persons = ['h-1', 'h-1', 'h-2', 'p-9', 'p-1', 'a-1', 't-1'];
const admin = { id: 'o-1', role: 'cbAdmin' };
const client = { id: 'c-1', role: 'client' };

type Made = (on: string, person: string) => object;
const byAdmin: Made = (on) => ({ actor: admin, on });
const byHandler =
  (more: object = {}): Made =>
  (on, id) => ({ actor: { id, role: 'appealsHandler' }, on, ...more });
const byPanel =
  (more: object): Made =>
  (on, id) => ({ actor: { id, role: 'panelMember' }, on, ...more });
const named: Made = (_, id) => ({ actor: admin, handlers: [id] });
const reasons = { reasons: ['r'] };
const lodge =
  (decision: string): Made =>
  (on) => ({ actor: client, on, decision, grounds: 'g' });

const inJourney: readonly (readonly [string, Made])[] = [
  ['suspendCertificate', byPanel({ cause: 'c' })],
  ['restoreCertificate', byPanel({ reason: 'r' })],
  ['withdrawCertificate', byPanel(reasons)],
  ['lodgeAppeal', lodge('CertificateSuspended')],
  ['lodgeAppeal', lodge('CertificateWithdrawn')],
  [
    'lodgeComplaint',
    (on) => ({ actor: client, on, ...{ about: 'client', statement: 's', complainant: 'x-1' } }),
  ],
  ['completeDecisionFile', byAdmin],
  ['terminateEngagement', () => ({ actor: admin })],
];
const inAppeal: readonly (readonly [string, Made])[] = [
  ['acknowledgeAppeal', byAdmin],
  ['assignAppealHandlers', named],
  ['admitAppeal', byHandler()],
  ['findAppealInadmissible', byHandler(reasons)],
  ['upholdAppeal', byHandler(reasons)],
  ['partlyUpholdAppeal', byHandler({ ...reasons, extent: 'e' })],
  ['dismissAppeal', byHandler(reasons)],
  ['withdrawAppeal', (on) => ({ actor: client, on })],
  ['notifyAppealOutcome', byAdmin],
  ['closeAppeal', byAdmin],
];
const resolution = { ...reasons, outcome: 'justified', effectiveness: 'e', followUp: 'nextAudit' };
const inComplaint: readonly (readonly [string, Made])[] = [
  ['acknowledgeComplaint', byAdmin],
  ['assignComplaintHandlers', named],
  ['admitComplaint', byHandler()],
  ['findComplaintUnrelated', byHandler(reasons)],
  ['referComplaint', (on) => ({ actor: admin, on, answerBy: on })],
  ['answerComplaint', (on) => ({ actor: client, on, answer: 'a' })],
  ['resolveComplaint', byHandler(resolution)],
  ['notifyComplaintOutcome', byAdmin],
  ['closeComplaint', byAdmin],
];

interface Move {
  readonly at: number;
  readonly of: number;
  readonly person: number;
  readonly days: number;
}
const moves = fc.array(
  fc.record({
    ...{ at: fc.nat({ max: 4 }), of: fc.nat({ max: 19 }) },
    ...{ person: fc.nat({ max: persons.length - 1 }), days: fc.nat({ max: 8 }) },
  }),
  { minLength: 120, maxLength: 200 },
);

const seldom = ['terminateEngagement', 'withdrawAppeal', 'findAppealInadmissible'];

/** Gives commands to one workflow until one is accepted; whatever comes of the others must not throw. */
function give(runner: Simulation, { at, of, person, days }: Move): void {
  const wait = days > 6 ? days * 86_400_000 : 0;
  runner.travelTo(new Date(Date.parse(runner.now()) + wait).toISOString());
  const cases = runner.entities().filter((entity) => /(appeal|complaint)-/.test(entity));
  const entity = cases.reverse()[at] ?? journey;
  const commands = commandsOf(entity).filter(([name]) => of > 16 || !seldom.includes(name));
  for (let turn = 0; turn < commands.length; turn += 1) {
    const [command, made] = commands[(of + turn) % commands.length] ?? ['', byAdmin];
    const payload = made(runner.now().slice(0, 10), persons[person] ?? '');
    if (runner.command(entity, command, payload).kind === 'accepted') return;
  }
}

function commandsOf(entity: string): readonly (readonly [string, Made])[] {
  if (entity.includes('/appeal-')) return inAppeal;
  return entity.includes('/complaint-') ? inComplaint : inJourney;
}

const outcomes =
  /^(Appeal(Upheld|PartlyUpheld|Dismissed|FoundInadmissible)|Complaint(Resolved|FoundUnrelated))$/;
const mayFollowTheEnd = /^(Appeal|Complaint)/;

/** Everybody whom the log of a journey shows as an auditor or decider. */
function involvedIn(log: readonly RecordedEvent[]): (string | undefined)[] {
  const decisions = ['CertificateSuspended', 'CertificateWithdrawn'];
  return log.flatMap(({ type, actor }) => (decisions.includes(type) ? [actor?.id] : []));
}

function expectInvariants(runner: Simulation): void {
  const log = runner.log();
  const own = runner.log(journey);
  log.forEach((event, index) => {
    if (event.cause !== 'command' || !outcomes.test(event.type)) return;
    const before = log.slice(0, index).filter(({ entity }) => entity === journey);
    expect([...involvedIn(before), 'a-1', 't-1', 'p-1']).not.toContain(event.actor?.id);
  });
  const ended = own.findIndex(({ type }) => type === 'EngagementTerminated');
  const after = ended < 0 ? [] : own.slice(ended + 1).map(({ type }) => type);
  expect(after.filter((type) => !mayFollowTheEnd.test(type))).toEqual([]);
  for (const { type, data } of own) {
    if (type !== 'AppealLodged') continue;
    const against = own.find(({ sequence }) => `${journey}:${String(sequence)}` === data['event']);
    expect(against?.type).toBe(data['decision']);
  }
}

/** Paths of all states without states inside. */
function leaves(node: { key: string; states: object }, above: string[] = []): string[] {
  const inner = Object.entries(node.states) as [string, { key: string; states: object }][];
  if (inner.length === 0) return [above.join('/')];
  return inner.flatMap(([key, state]) => leaves(state, [...above, key]));
}

describe('any sequence of appeals, complaints and decisions', () => {
  it('given commands of anybody and time passing, when recorded, then nobody decides on what it took part in, and every state is reached', () => {
    const seen = new Map<string, Set<string>>(
      [appeal, complaint].map(({ contract }) => [contract.id, new Set<string>()]),
    );
    fc.assert(
      fc.property(moves, (given) => {
        const runner = certifiedStory(journey);
        for (const move of given) {
          give(runner, move);
          for (const entity of runner.entities())
            seen.get(runner.machine(entity).contract.id)?.add(stateOf(runner.state(entity)));
        }
        expectFoldEqualsState(runner);
        expectInvariants(runner);
      }),
      { numRuns: 12, seed: 27001 },
    );
    for (const { contract, logic } of [appeal, complaint]) {
      expect([...(seen.get(contract.id) ?? [])].sort()).toEqual(leaves(logic.root).sort());
    }
  });
});
