import { performance } from 'node:perf_hooks';
import {
  decide,
  fold,
  type EntityState,
  type RecordedEvent,
} from '../../../machines/engine/index.ts';
import { review } from '../review-machine.ts';
import { actor } from '../variants/variant.ts';
import type { Bench } from './context.ts';
import { remark } from './load.ts';

const EVENTS_PER_ENTITY = 1_000;
const REST_EVERY = 10;

/** The log of one review, as its workflow would decide it: remarks, with a pause now and then. */
export function reviewLog(entity: string, count: number): readonly RecordedEvent[] {
  const now = { ms: Date.parse('2026-01-01T00:00:00Z') };
  const start = { cause: 'start', entity, startedBy: '', runId: `run of ${entity}` } as const;
  const begun = decide(review, undefined, {
    inputs: [{ ...start, data: { title: 'manual' } }],
    now,
  });
  const events = [...begun.events];
  let state: EntityState = begun.state;
  while (events.length < count) {
    const { id, text } = remark();
    const command = commandAt(events.length);
    const payload = { actor, ...(command === 'addRemark' && { text }) };
    const input = { cause: 'command', command, via: 'update', id, payload } as const;
    const decision = decide(review, state, { inputs: [input], now });
    state = decision.state;
    events.push(...decision.events);
  }
  return events;
}

function commandAt(index: number): 'addRemark' | 'pauseReview' | 'resumeReview' {
  const place = index % REST_EVERY;
  if (place === REST_EVERY - 2) return 'pauseReview';
  return place === REST_EVERY - 1 ? 'resumeReview' : 'addRemark';
}

/** What a fold by hand comes to: no legality, no timers, only the state. */
function reduce(stored: readonly string[]): { status: string; remarks: number } {
  const state = { status: 'open', remarks: 0 };
  const answers = new Map<string, string>();
  for (const text of stored) {
    const event = JSON.parse(text) as RecordedEvent;
    if (event.type === 'RemarkAdded') state.remarks += 1;
    else state.status = event.type === 'ReviewPaused' ? 'paused' : 'open';
    answers.set(event.causationId, `${event.entity}:${String(event.sequence)}`);
  }
  return state;
}

const rateOfFolds = (events: number, work: () => unknown): number => {
  const began = performance.now();
  for (let done = 0; done < events; done += EVENTS_PER_ENTITY) work();
  return (events * 1_000) / (performance.now() - began);
};

/**
 * Folding journeys of a thousand events each, in process. By hand, (a), that is next to nothing, and no measure: there
 * the stored text is parsed as well.
 */
export async function measureFolds({ results, amount, progress }: Bench): Promise<void> {
  const stored = reviewLog('folded', EVENTS_PER_ENTITY).map((event) => JSON.stringify(event));
  const log = stored.map((text) => JSON.parse(text) as RecordedEvent);
  const folding = { certway: () => fold(review, log), a: () => reduce(stored) };
  for (const work of Object.values(folding)) rateOfFolds(EVENTS_PER_ENTITY * 10, work);
  for (const events of amount.isQuick ? [100_000] : [100_000, 1_000_000]) {
    const workload = `fold of ${events.toLocaleString('en')}`;
    for (let round = 0; round < amount.rounds; round += 1) {
      progress(`${workload}, round ${String(round + 1)}`);
      // A fold leaves no room for anything else, a Ctrl-C among it.
      await new Promise((resolve) => setImmediate(resolve));
      const values = {
        certway: rateOfFolds(events, folding.certway),
        a: rateOfFolds(events, folding.a),
      };
      results.add({ workload, measure: 'rate', unit: 'events/s', better: 'more' }, values);
    }
  }
}
