const SIGNAL_ID = /^([0-9a-f]{64})#(\d+)$/;

/** Id of a signal that came without one: what it says, and how often that has come. */
export interface SignalId {
  /** Of name and payload. */
  readonly hash: string;
  /** 1, 2, 3 … */
  readonly count: number;
}

/** `<hash>#<count>` */
export function signalIdOf({ hash, count }: SignalId): string {
  return `${hash}#${String(count)}`;
}

/** What {@link signalIdOf} has made, read back; `undefined` for the id of anything else. */
export function readSignalId(id: string): SignalId | undefined {
  const [, hash, count] = SIGNAL_ID.exec(id) ?? [];
  return hash === undefined ? undefined : { hash, count: Number(count) };
}
