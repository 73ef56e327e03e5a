import type { Actor } from '../../../machines/engine/index.ts';
import type { Scene } from './scene.ts';

/** Everybody there is, by the role in which each usually acts. */
const people: Readonly<Record<string, readonly string[]>> = {
  client: ['c-1', 'c-2'],
  cbAdmin: ['o-1', 'o-2'],
  applicationReviewer: ['r-1', 'r-2'],
  leadAuditor: ['a-1', 'a-2', 'a-3', 'a-4'],
  auditor: ['a-3', 'a-4', 'a-5', 'a-6', 'a-7'],
  technicalReviewer: ['t-1', 't-2', 't-3'],
  panelMember: ['p-1', 'p-2', 'p-3', 'p-4', 'p-5', 'p-6'],
  appealsHandler: ['h-1', 'h-2', 'h-3'],
  accreditationBody: ['ab-1'],
};

/** Lists in which a machine names who acts in a role; of several the first that names somebody. */
const appointed: Readonly<Record<string, readonly string[]>> = {
  panelMember: ['members', 'panel'],
  appealsHandler: ['handlers'],
};

/** Who usually acts in a role. */
export function peopleIn(role: string): readonly string[] {
  return people[role] ?? [`${role.toLowerCase()}-1`];
}

/** Anybody at all. */
export function everybody(): readonly string[] {
  return [...new Set(Object.values(people).flat())];
}

/** Who gives a command: somebody the machine names in a role that may give it, or somebody who has no business there. */
export function actorFor(scene: Scene): Actor {
  const { random, command, isSound } = scene;
  const role = random.pick(command.roles) ?? '';
  if (!isSound && random.chance(0.7)) return { id: random.pick(everybody()) ?? '', role };
  return { id: random.pick(namedIn(scene, role)) ?? '', role };
}

function namedIn({ context, state, command }: Scene, role: string): readonly string[] {
  const team = context.list('team').filter((member) => member['role'] === role);
  if (team.length > 0) return team.map(({ id }) => String(id));
  const lists = (appointed[role] ?? []).map((name) => context.texts(name));
  const named = lists.find((list) => list.length > 0);
  const first = named ?? peopleIn(role);
  // Four eyes: whoever was first leaves the field to a second person.
  const voted = context.entries('votes').map(([id]) => id);
  const others = first.filter(
    (id) =>
      !isFirst(state.snapshot.context, id) &&
      !(command.event.includes('Vote') && voted.includes(id)),
  );
  return others.length > 0 ? others : first;
}

const firsts = [
  'proposer',
  'overturnedBy',
  'certificateIssuer',
  'impartialityCase',
  'carriedOutBy',
  'declaredBy',
];

function isFirst(context: unknown, id: string): boolean {
  return firsts.some((name) => (context as Readonly<Record<string, unknown>>)[name] === id);
}
