const DONE_STATE = 'xstate.done.state';
const DONE_ACTOR = 'xstate.done.actor';

/** An SCXML id as the id and key of a state in XState, where a dot begins a path and a number would be sorted. */
export function stateKey(id: string): string {
  const key = id.replaceAll('.', '$');
  return /^\d/.test(key) ? `_${key}` : key;
}

/** An SCXML event as XState names it. */
function eventType(name: string): string {
  const [, what, rest] = /^done\.(state|invoke)(\..*)?$/.exec(name) ?? [];
  if (what === 'state')
    return `${DONE_STATE}${rest === undefined ? '' : `.${stateKey(rest.slice(1))}`}`;
  if (what === 'invoke') return `${DONE_ACTOR}${rest ?? ''}`;
  return name;
}

/** An event of XState as SCXML names it. */
export function eventName(type: string): string {
  if (type.startsWith(DONE_STATE))
    return `done.state${type.slice(DONE_STATE.length).replaceAll('$', '.')}`;
  return type.startsWith(DONE_ACTOR) ? `done.invoke${type.slice(DONE_ACTOR.length)}` : type;
}

/** The keys of `on` that together match what an SCXML descriptor matches: a name, and all that begins with it. */
export function descriptors(descriptor: string): readonly string[] {
  const name = descriptor.replace(/\.\*?$/, '');
  if (name === '*' || name === '') return ['*'];
  if (name === 'done') return [...descriptors('done.state'), ...descriptors('done.invoke')];
  const type = eventType(name);
  return [type, `${type}.*`];
}

/** Whether one key of `on` matches everything that another does. */
export function covers(key: string, other: string): boolean {
  if (key === '*' || key === other) return true;
  return key.endsWith('.*') && `${other}.`.startsWith(key.slice(0, -1));
}
