import { everyElement, tokens, type Element } from '../convert/index.ts';
import { exceptions, type Exception } from './exceptions.ts';
import { play, type Result } from './play.ts';
import { startPlain, startRestored, startRunner } from './players.ts';
import type { Scenario } from './scenario.ts';

/** What one scenario came to in memory. */
export interface Row {
  readonly name: string;
  readonly result: Result;
}

/** Scenarios that are played on the servers as well: of every kind one or two, with short delays if any. */
export const SAMPLE: ReadonlySet<string> = new Set([
  'actionSend/send4b',
  'assign-current-small-step/test3',
  'basic/basic2',
  'cond-js/TestConditionalTransition',
  'delayedSend/send1',
  'delayedSend/send3',
  'documentOrder/documentOrder0',
  'hierarchy/hier2',
  'hierarchy+documentOrder/test1',
  'history/history3',
  'history/history5',
  'if-else/test0',
  'internal-transitions/test1',
  'more-parallel/test10',
  'multiple-events-per-transition/test1',
  'parallel/test3',
  'parallel+interrupt/test31',
  'targetless-transition/test3',
  'w3c-ecma/test150.txml',
  'w3c-ecma/test403c.txml',
]);

/**
 * Whether the servers can play it: a document that is invoked has no workflow, a command needs a name that the machine
 * spells out, and nobody waits long.
 */
export function isForServer({ document, events }: Scenario): boolean {
  const elements = everyElement(document);
  const isSpelledOut = events.every(({ event }) => elements.some((each) => awaits(each, event)));
  const isShort = events.every(({ after = 0 }) => after <= LONGEST_PAUSE_MS);
  return isShort && isSpelledOut && elements.every(({ name }) => name !== 'invoke');
}

const LONGEST_PAUSE_MS = 100;

function awaits({ name, attributes }: Element, event: { readonly name: string }): boolean {
  return name === 'transition' && tokens(attributes['event']).includes(event.name);
}

/** Plays a scenario on XState, on the engine, and on the engine through JSON: all three have to agree. */
export function playInMemory(scenario: Scenario): Row {
  const { name } = scenario;
  const plain = play(startPlain, scenario);
  const engine = play(startRunner, scenario);
  const exception = exceptions[name];
  if (exception) return { name, result: exceptional(exception, plain.result, engine.result) };
  if (plain.result.kind === 'failed') return failed(name, `XState: ${plain.result.reason}`);
  if (engine.result.kind !== 'passed') return { name, result: engine.result };
  const others = { engine, 'engine through JSON': play(startRestored, scenario) };
  for (const [who, { trace }] of Object.entries(others)) {
    const at = plain.trace.findIndex((seen, index) => seen !== trace[index]);
    if (at >= 0) return failed(name, `${who}: ${trace[at] ?? 'nothing'}, not ${plain.trace[at]}`);
  }
  return { name, result: engine.result };
}

function failed(name: string, reason: string): Row {
  return { name, result: { kind: 'failed', reason } };
}

/** An exception holds as long as it is true, and no longer. */
function exceptional({ by, reason }: Exception, plain: Result, engine: Result): Result {
  const passes = { XState: plain.kind === 'passed', engine: engine.kind === 'passed' };
  if (passes.engine || passes.XState !== (by === 'engine')) {
    return { kind: 'failed', reason: `no longer an exception: ${by}, ${reason}` };
  }
  return { kind: 'not applicable', reason: `${by}: ${reason}` };
}
