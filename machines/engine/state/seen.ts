import { readSignalId } from './signal-id.ts';

/** A command that was decided, so that the same id is answered as before. */
export interface SeenCommand {
  readonly sequence: number;
  readonly payloadHash: string;
  readonly event: string;
  readonly answers?: Readonly<Record<string, unknown>>;
}

/** How many command ids are carried. Older ones are only in the log. */
export const SEEN_LIMIT = 1024;

/** So many commands are found by one look into a table instead of one by one. */
const BLOCK = 32;

/**
 * The commands decided last, from the newest on; `undefined` before the first. Nothing is copied when one is added:
 * states that follow one another share what came before.
 */
export type Seen = Link | undefined;
interface Link {
  readonly id: string;
  readonly command: SeenCommand;
  readonly older: Seen;
  /** With all older ones, those beyond the limit included. */
  readonly length: number;
  /** Of every {@link BLOCK}th: this one and the older ones up to the next that has a block. */
  readonly block?: ReadonlyMap<string, Link>;
  /** The next older one that has a block. */
  readonly behind: Seen;
}
type Entry = readonly [id: string, command: SeenCommand];

/** The command that came under an id, if it is one of the last {@link SEEN_LIMIT}. */
export function lookUp(seen: Seen, id: string): SeenCommand | undefined {
  const found = find(seen, id);
  return found && seen && seen.length - found.length < SEEN_LIMIT ? found.command : undefined;
}

/** The newest that came under an id, one beyond the limit too. */
function find(seen: Seen, id: string): Seen {
  let link = seen;
  for (; link && !link.block; link = link.older) if (link.id === id) return link;
  for (; link; link = link.behind) {
    const found = link.block?.get(id);
    if (found) return found;
  }
  return undefined;
}

/** The id that is remembered no more once a command is added under another. */
export function displacedBy(seen: Seen, id: string): string | undefined {
  if (!seen || seen.length < SEEN_LIMIT || lookUp(seen, id)) return undefined;
  const last = seen.length - SEEN_LIMIT + 1;
  let link: Link = seen;
  while (link.length > last) {
    const next: Seen = link.behind && link.behind.length >= last ? link.behind : link.older;
    if (!next) return undefined;
    link = next;
  }
  return link.id;
}

/**
 * How often a signal without an id of its own has come, as far as that is still known.
 * @param signals - counts by hash of name and payload; fewer of them are kept than commands
 */
export function signalCount(
  { signals, seen }: { readonly signals: Readonly<Record<string, number>>; readonly seen: Seen },
  hash: string,
): number {
  const known = signals[hash];
  if (known !== undefined) return known;
  let link = seen;
  for (let count = 0; link && count < SEEN_LIMIT; count += 1) {
    const own = readSignalId(link.id);
    if (own?.hash === hash) return own.count;
    link = link.older;
  }
  return 0;
}

/** Adds a command, in the place of one that came under the same id. */
export function withSeen(seen: Seen, id: string, command: SeenCommand): Seen {
  const isKnown = lookUp(seen, id) !== undefined;
  if (!isKnown && (seen?.length ?? 0) < 2 * SEEN_LIMIT) return linked(seen, [id, command]);
  const others = entriesOf(seen).filter(([known]) => known !== id);
  return linked(others.reduce<Seen>(linked, undefined), [id, command]);
}

/** Commands as JSON holds them, by id. */
export function seenOf(commands: Readonly<Record<string, SeenCommand>>): Seen {
  // By sequence, because JavaScript puts keys that look like numbers before all others.
  const entries = Object.entries(commands).sort(([, a], [, b]) => a.sequence - b.sequence);
  return entries.reduce<Seen>(linked, undefined);
}

/** The last {@link SEEN_LIMIT} commands by id, as JSON holds them. */
export function recordOf(seen: Seen): Record<string, SeenCommand> {
  return Object.fromEntries(entriesOf(seen));
}

function linked(older: Seen, [id, command]: Entry): Link {
  const length = (older?.length ?? 0) + 1;
  const behind = older?.block ? older : older?.behind;
  const link: Link = { id, command, older, length, behind };
  return length % BLOCK === 0 ? { ...link, block: blockOf(link) } : link;
}

function blockOf(newest: Link): ReadonlyMap<string, Link> {
  const block = new Map<string, Link>();
  for (let link: Seen = newest; link && !link.block; link = link.older) block.set(link.id, link);
  return block;
}

/** Oldest first. */
function entriesOf(seen: Seen): Entry[] {
  const entries: Entry[] = [];
  for (let link = seen; link && entries.length < SEEN_LIMIT; link = link.older) {
    entries.push([link.id, link.command]);
  }
  return entries.reverse();
}
