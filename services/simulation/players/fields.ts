import { requirementsOf } from '../../../machines/standards/index.ts';
import { auditDays, dayOfFact, plus } from './dates.ts';
import { everybody, peopleIn } from './people.ts';
import type { Scene } from './scene.ts';
import { transferFields } from './transfer-fields.ts';

/** What somebody would write into a field; `undefined` to leave what the example says. */
type Filler = (scene: Scene) => unknown;

const candidates = ['northcert', 'eurocert', 'isocert', 'southcert'];
const EDITION = '27001:2022';
/** Internal audit and management review. */
const reviewed: Readonly<Record<string, readonly string[]>> = {
  [EDITION]: ['9.2.2', '9.3.1', '9.3.3'],
};
/** Controls that clients do without. */
const spared: Readonly<Record<string, readonly string[]>> = {
  [EDITION]: ['A.8.30', 'A.7.4', 'A.5.23'],
  '27001:2013': ['A.14.2.7', 'A.11.1.6', 'A.6.2.1'],
};
const HALF_PERCENT = 50;
/** What fails an audit or a case without anything going wrong. */
const SETBACK = 0.06;

/** Of the audit at hand, or of the journey. */
function editionOf({ context, journey }: Scene): string {
  return context.text('standard') ?? journey.text('standard') ?? EDITION;
}

function requirements(scene: Scene): readonly string[] {
  const excluded = scene.journey.inside('applicability').list('excluded');
  const controls = excluded.map(({ control }) => String(control));
  return requirementsOf(editionOf(scene), { isFull: true, excluded: controls });
}

/** What an audit has not covered yet; something it has, where that is everything. */
function uncovered(scene: Scene): readonly string[] {
  const covered = new Set(scene.context.texts('requirements'));
  const concerned = scene.context.list('concerns').map(({ requirement }) => String(requirement));
  const all = [...new Set([...requirements(scene), ...concerned])];
  const left = all.filter((requirement) => !covered.has(requirement));
  return left.length > 0 ? left : all;
}

function anyRequirement(scene: Scene): string | undefined {
  const { random } = scene;
  const [audits = '9.2', review = '9.3', results = '9.3'] = reviewed[editionOf(scene)] ?? [];
  if (!scene.isSound && random.chance(0.5)) return random.pick(['9.9.9', 'A.8.30', 'A.9.99']);
  // Internal audit and management review have rules of their own.
  if (random.chance(0.2)) return random.pick([audits, review, results]);
  return random.pick(requirements(scene));
}

/** Who may audit or decide, as far as the journey knows; anybody for those who do not ask. */
function eligible({ journey, isSound }: Scene, role: string, but: readonly string[]): string[] {
  const barred = journey.list('barred').map(({ id }) => String(id));
  const others = but.flatMap((name) => journey.texts(name));
  const found = peopleIn(role).filter((id) => !barred.includes(id) && !others.includes(id));
  return isSound ? found : [...everybody()];
}

function team(scene: Scene): unknown {
  const { random, isSound } = scene;
  const leads = eligible(scene, 'leadAuditor', ['deciders', 'handlers']);
  const [lead = 'a-1'] = random.some(leads, 1);
  const auditors = eligible(scene, 'auditor', ['deciders', 'handlers']).filter((id) => id !== lead);
  const impartialityDeclared = isSound || random.chance(0.5);
  return [
    { id: lead, role: 'leadAuditor', impartialityDeclared },
    ...random
      .some(auditors, random.int(0, 2))
      .map((id) => ({ id, role: 'auditor', impartialityDeclared })),
  ];
}

/** Who leaves an audit team: somebody to whom the client rightly objects, or the last one. */
function leaver({ context }: Scene): Readonly<Record<string, unknown>> | undefined {
  const team = context.list('team');
  const upheld = context.entries('objections').flatMap(([id, is]) => (is === 'upheld' ? id : []));
  return team.find(({ id }) => upheld.includes(String(id))) ?? team.at(-1);
}

function joins(scene: Scene): unknown {
  const { context, random } = scene;
  const role = leaver(scene)?.['role'] === 'leadAuditor' ? 'leadAuditor' : 'auditor';
  const present = context.list('team').map(({ id }) => id);
  const found = eligible(scene, role, ['deciders', 'handlers']);
  const id = random.pick(found.filter((other) => !present.includes(other)));
  return { id: id ?? 'a-7', role, impartialityDeclared: true };
}

/** Days as they were planned, or sometimes too few. */
function daysUsed({ context, random, isSound }: Scene): number {
  const planned = context.number('plannedDays') ?? 1;
  const share = isSound ? random.int(95, 120) : random.int(30, 100);
  return Math.max(0.25, Math.ceil((planned * share) / 25) / 4);
}

function keysOf(name: string, isWanted: (value: unknown) => boolean = () => true): Filler {
  return ({ context, random }) =>
    random.pick(context.entries(name).flatMap(([key, value]) => (isWanted(value) ? [key] : [])));
}

function minors({ context, random, isSound }: Scene): readonly string[] {
  const open = context.entries('findings').filter(([, finding]) => {
    const { grade, isVoid } = finding as { readonly grade?: string; readonly isVoid?: boolean };
    return !isSound || (grade === 'minor' && isVoid !== true);
  });
  const ids = open.map(([id]) => id);
  return ids.length < 2 ? ['nc-s2-001', 'nc-s2-002'] : random.some(ids, 2);
}

function candidate({ context, random, command }: Scene): string | undefined {
  const known = context.entries('candidates').map(([id]) => id);
  const fresh = candidates.filter((id) => !known.includes(id));
  return random.pick(command.command.startsWith('shortlist') && fresh.length > 0 ? fresh : known);
}

function conclusion({ context, random }: Scene): string {
  if (random.chance(SETBACK)) return 'notReady';
  return context.list('concerns').length > 0 ? 'readyWithConcerns' : 'ready';
}

function recommendation({ context, random }: Scene): string {
  if (random.chance(SETBACK)) return 'doNotRecommend';
  const found = (context.number('majors') ?? 0) + (context.number('minors') ?? 0);
  if (found === 0) return 'recommend';
  return random.chance(0.5) ? 'recommendAfterCap' : 'recommendAfterCapAndVisit';
}

function panel(scene: Scene): readonly string[] {
  const { random, context, isSound } = scene;
  const quorum = context.inside('policy').number('panelQuorum') ?? 3;
  const former = context.list('barred').map(({ id }) => String(id));
  const known = [...context.texts('auditors'), ...context.texts('formerAuditors'), ...former];
  const found = peopleIn('panelMember').filter((id) => !known.includes(id));
  const outsider = isSound ? [] : random.some(everybody(), 1);
  return [...new Set([...random.some(found, quorum), ...outsider])];
}

/** A panel that does not like the case votes otherwise, and a journey has the same panel for long. */
function vote({ random, entity }: Scene): string {
  const isHostile = entity.length % 7 === 0 ? random.chance(0.4) : random.chance(0.03);
  if (isHostile) return random.pick(['against', 'against', 'veto']) ?? 'against';
  return random.chance(0.04) ? 'abstain' : 'for';
}

function decisionAppealed({ journey, random }: Scene): unknown {
  const open = journey.entries('decided').flatMap(([kind, taken]) => {
    const { replaced } = taken as { readonly replaced?: boolean };
    return replaced === true ? [] : [kind];
  });
  return random.pick(open);
}

/** Fields by command and name, or by name alone: what an example cannot know. */
const fillers: Readonly<Record<string, Filler>> = {
  on: dayOfFact,
  from: (scene) => auditDays(scene).from,
  team,
  joins,
  leaves: (scene) => leaver(scene)?.['id'],
  members: panel,
  member: ({ context, random }) => random.pick(membersOf(context)),
  handlers: ({ random, isSound }) =>
    random.some(isSound ? peopleIn('appealsHandler') : everybody(), random.int(1, 2)),
  vote,
  candidate,
  auditDays: ({ journey }) => journey.inside('auditTime').number('initialDays'),
  daysUsed,
  requirement: anyRequirement,
  'coverRequirement.requirement': ({ random, ...scene }) =>
    random.pick(uncovered({ random, ...scene })),
  'addressConcern.requirement': ({ context, random }) =>
    random.pick(context.list('concerns').map(({ requirement }) => requirement)),
  requirements: (scene) => uncovered(scene).slice(0, 200),
  minors,
  grade: ({ random }) => (random.chance(0.25) ? 'major' : 'minor'),
  excluded: ({ random, ...scene }) =>
    random
      .some(spared[editionOf({ random, ...scene })] ?? [], random.int(0, 2))
      .map((control) => ({ control, justification: 'Nothing of the kind is done.' })),
  conclusion,
  recommendation,
  'withdrawEvidence.evidence': keysOf('evidence'),
  'providePanelInformation.id': keysOf('questions', (status) => status === 'open'),
  'upholdObjection.member': keysOf('objections', (status) => status === 'open'),
  'dismissObjection.member': keysOf('objections', (status) => status === 'open'),
  decision: decisionAppealed,
  answerBy: ({ today, random }) => plus(today, random.int(7, 30)),
  surveillanceEvery: ({ random }) => random.pick(['P6M', 'P9M']),
  takesUp: ({ journey }) =>
    journey
      .entries('specials')
      .flatMap(([id, special]) =>
        (special as { readonly status?: string }).status === 'ordered' ? [id] : [],
      ),
  'extendDeadline.until': ({ journey, random, isSound }) => {
    const dues = ['majorClosure', 'surveillanceOverdue', 'surveillanceDue'].flatMap(
      (name) => journey.inside(name).text('due') ?? [],
    );
    return plus(dues[0] ?? '2030-01-01', random.int(1, isSound ? 180 : 400));
  },
  until: ({ today, random }) => plus(today, -random.int(0, 900)),
  person: ({ random }) => random.pick(everybody()),
  persons: () => [],
  employees: ({ journey, random }) => {
    const known = journey.inside('application').number('employees') ?? journey.number('persons');
    return Math.max(1, Math.round(((known ?? HALF_PERCENT) * random.int(90, 115)) / 100));
  },
  method: ({ context, random }) => {
    const isMinor = context.text('grade') === 'minor';
    return random.pick(isMinor ? ['document', 'nextAudit'] : ['document', 'followUpVisit']);
  },
  carriedOutBy: ({ random, isSound }) => (isSound ? 'c-7' : random.pick(everybody())),
  internalAuditPerformed: ({ random }) => !random.chance(0.03),
  isMraMember: ({ random }) => random.chance(0.8),
  coversStandard: ({ random }) => random.chance(0.9),
  ...transferFields,
};

function membersOf(context: Scene['context']): readonly unknown[] {
  const team = context.list('team').map(({ id }) => id);
  return team.length > 0 ? team : context.texts('members');
}

/** What somebody would write into a field of a command; `undefined` where the example will do. */
export function fieldValue(scene: Scene, field: string): unknown {
  const filler = fillers[`${scene.command.command}.${field}`] ?? fillers[field];
  return filler?.(scene);
}
