import type { DurableMachine } from '../../../machines/engine/index.ts';
import { say } from '../../../machines/text/index.ts';
import { parseSubject } from '../../event-log/index.ts';
import type { Verifier } from '../../signing/index.ts';
import { LineError, type LogMessage } from '../message.ts';
import { createEntities, type Entities } from './entities.ts';
import { firstBadOf, isFault, readEvent } from './event.ts';
import { createLinkBook } from './links.ts';
import { provenSeals, wholeSeals, type InclusionRow, type Seals } from './seals.ts';
import { createSignatures, type Signatures } from './signatures.ts';
import { absence, type Fault, type FirstBad, type Verdict } from './verdict.ts';

/** A log, live or exported. */
export interface LogToVerify {
  readonly tenant: string;
  /** In stream order. All of the stream, unless there are proofs. */
  readonly messages: AsyncIterable<LogMessage>;
  /** The messages of the heads' stream, from the first on. */
  readonly heads: AsyncIterable<LogMessage>;
  /** For the export of one journey: that its events lie in the log, in the same order. */
  readonly proofs?: AsyncIterable<InclusionRow> | undefined;
  /** Judges only the events of this journey; all others are only hashed. */
  readonly journey?: string | undefined;
  /** How many messages there are to be, as far as somebody has counted. */
  readonly count?: number;
}

/** By what a log is judged. */
export interface Judges {
  readonly machines: readonly DurableMachine[];
  /** Knows the keys that sign events; without it signatures are not checked. */
  readonly events: Verifier | undefined;
  /** Knows the keys that sign heads. */
  readonly heads: Verifier | undefined;
}

/** What is told and asked on the way. */
export interface Watch {
  /** @param seq - stream sequence of the last event that was looked at */
  readonly onProgress?: ((seq: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

const PROGRESS_EVERY = 1_000;

/**
 * Verifies a log from its first event on and stops at the first one that is not what it should be. What it keeps
 * grows with the number of entities, not of events.
 * @throws what reading the log throws; the signal's reason
 */
export async function verifyLog(
  log: LogToVerify,
  judges: Judges,
  watch: Watch = {},
): Promise<Verdict> {
  const unjudged: Record<string, number> = {};
  const entities = createEntities(judges.machines, ({ machine, machineVersion }, why) => {
    const name = `${machine} ${machineVersion}: ${why}`;
    unjudged[name] = (unjudged[name] ?? 0) + 1;
  });
  const seals = sealsOf(log, judges);
  const signatures = createSignatures(judges.events);
  const run: Run = { log, watch, seals, signatures, entities, last: 0, events: 0 };
  const found = await firstBadIn(run);
  // A signature is checked while later events are read already; of two faults the earlier counts.
  const wrong = await signatures.settled();
  const { signed } = signatures.count();
  return {
    entities: entities.count(),
    events: wrong?.before ?? run.events,
    firstBad: wrong?.firstBad ?? found,
    coverage: {
      signed,
      sealedTo: seals.sealedTo(),
      areHeadsSigned: judges.heads !== undefined,
      unjudged,
    },
  };
}

interface Run {
  readonly log: LogToVerify;
  readonly watch: Watch;
  readonly seals: Seals;
  readonly signatures: Signatures;
  readonly entities: Entities;
  /** Stream sequence of the last message. */
  last: number;
  events: number;
}

function sealsOf({ tenant, heads, proofs }: LogToVerify, judges: Judges): Seals {
  const context = { tenant, heads, verifier: judges.heads };
  return proofs ? provenSeals({ ...context, proofs }) : wholeSeals(context);
}

async function firstBadIn(run: Run): Promise<FirstBad | undefined> {
  try {
    return (await throughMessages(run)) ?? (await atTheEnd(run));
  } catch (error) {
    if (!(error instanceof LineError)) throw error;
    return absence(run.last + 1, { check: 'file', reason: error.message });
  }
}

async function throughMessages(run: Run): Promise<FirstBad | undefined> {
  const { log, watch, seals, signatures } = run;
  const judge = eventJudge(run);
  for await (const message of log.messages) {
    const gap = log.proofs ? undefined : gapBefore(message, run.last);
    if (gap) return gap;
    const fault = (await seals.check(message)) ?? judge(message);
    if (fault) return firstBadOf(message, fault);
    run.last = message.seq;
    const wrong = await signatures.inTime();
    if (wrong) return wrong.firstBad;
    tell(watch, message.seq);
  }
  watch.signal?.throwIfAborted();
  return undefined;
}

function tell({ onProgress, signal }: Watch, seq: number): void {
  if (seq % PROGRESS_EVERY !== 0) return;
  onProgress?.(seq);
  signal?.throwIfAborted();
}

function gapBefore(message: LogMessage, last: number): FirstBad | undefined {
  const due = last + 1;
  if (message.seq === due) return undefined;
  if (message.seq < due) {
    const reason = say('verify.behind', 'it lies behind {last}', { last });
    return firstBadOf(message, { check: 'missing', reason });
  }
  const reason = say(
    'verify.missing',
    'the event at {due} is not there: what lies there is of {seq}',
    { due, seq: message.seq },
  );
  return absence(due, { check: 'missing', reason });
}

/** What can be said of one event at once; of its signature that there is one. */
function eventJudge(run: Run): (message: LogMessage) => Fault | undefined {
  const { log, signatures, entities } = run;
  const links = createLinkBook();
  const { tenant, journey } = log;
  return (message) => {
    if (journey !== undefined && parseSubject(message.subject)?.journey !== journey) {
      if (!log.proofs) return undefined;
      const reason = say('verify.otherJourney', 'it is not of {journey}', { journey });
      return { check: 'subject', reason };
    }
    const unsigned = signatures.begin(message, run.events);
    if (unsigned) return unsigned;
    const read = readEvent(message, tenant);
    if (isFault(read)) return read;
    const fault =
      entities.place(read) ??
      links.judge(read.event, entities.has) ??
      entities.advance(read, message.data, links);
    if (!fault) run.events += 1;
    return fault;
  };
}

async function atTheEnd({ log, seals, events, last }: Run): Promise<FirstBad | undefined> {
  const found = await seals.end(last);
  if (found) return absence(found.at, found.fault);
  const { count = events } = log;
  if (log.journey !== undefined && !log.proofs) return undefined;
  if (count === events) return undefined;
  const reason = say('verify.count', 'there are {events} events, and {count} were counted', {
    ...{ events, count },
  });
  return absence(last + 1, { check: 'truncated', reason });
}
