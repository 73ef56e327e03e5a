import { enqueueActions, log, sendParent, stateIn } from 'xstate';
import type { EventObject } from 'xstate';
import { copy, type Data, type Scope } from './evaluate.ts';
import { eventName, stateKey } from './names.ts';
import {
  errorEvent,
  Failure,
  type Operation,
  type Run,
  type ScxmlEvent,
  type Sent,
} from './run.ts';
import { PROCESSORS } from './send.ts';

/** The context of a converted document. */
export interface Context {
  readonly data: Data;
  /** How many ids were made. */
  readonly count: number;
}

/** What holds for a whole document. */
export interface Document {
  /** Id of the machine. */
  readonly id: string;
  readonly name: string | undefined;
  readonly invocations: ReadonlySet<string>;
  readonly invokeId: string | undefined;
  readonly processors: object;
  /** Names that are data from the beginning. */
  readonly variables: readonly string[];
}

/** The data, to be changed at will. JSON has no `undefined`: a variable without a value may be absent in the context. */
export function dataOf({ variables }: Document, { data }: Context): Data {
  return { ...Object.fromEntries(variables.map((name) => [name, undefined])), ...copy(data) };
}

/** What a document says of the ways to reach it. */
export function processorsOf(id: string): object {
  const location = `#_scxml_${id}`;
  return Object.freeze(Object.fromEntries(PROCESSORS.map((name) => [name, { location }])));
}

/** Where an expression is evaluated. */
export interface Place {
  readonly document: Document;
  readonly event: EventObject;
  readonly isIn: (id: string) => boolean;
}

/** What expressions see besides the data. */
export function scopeOf({ document, event, isIn }: Place): Scope {
  return {
    _event: systemEvent(event as ScxmlEvent),
    _sessionid: document.id,
    _name: document.name,
    _ioprocessors: document.processors,
    _x: {},
    In: isIn,
  };
}

const systemEvents = new WeakMap<EventObject, unknown>();

/** Nothing has happened yet when a document begins; one event is one object, however often it is looked at. */
function systemEvent(event: ScxmlEvent): unknown {
  const known = systemEvents.get(event) ?? made(event);
  systemEvents.set(event, known);
  return known;
}

function made(event: ScxmlEvent): unknown {
  const { type, data, output, scxml } = event;
  if (type === 'xstate.init') return undefined;
  const name = eventName(type);
  const isDone = name !== type;
  const invokeid = name.startsWith('done.invoke.') ? name.slice('done.invoke.'.length) : undefined;
  return Object.freeze({
    name,
    type: isDone ? 'platform' : 'external',
    sendid: undefined,
    origin: undefined,
    origintype: undefined,
    invokeid,
    ...scxml,
    data: isDone ? output : data,
  });
}

/** One block of executable content as one action: what fails ends the block, and is reported as an event. */
export function block(document: Document, operations: readonly Operation[]) {
  return enqueueActions<Context, EventObject, never, EventObject, never, never, never>(
    ({ context, event, enqueue, check, self }) => {
      let { count } = context;
      const isIn = (id: string): boolean => check(stateIn(`#${stateKey(id)}`) as never);
      const run: Run = {
        ...{ data: dataOf(document, context), scope: scopeOf({ document, event, isIn }) },
        ...{ invocations: document.invocations, session: document.id, invokeId: document.invokeId },
        raise: (raised) => enqueue.raise(raised as never),
        sendTo: (target, { event: sent, ...how }) => {
          const options = optionsOf(how);
          if (target === 'parent') enqueue(sendParent(sent, options) as never);
          else if (target === 'self')
            enqueue.sendTo(self as never, sent as never, options as never);
          else enqueue.sendTo(target.id as never, sent as never, options as never);
        },
        cancel: (id) => enqueue.cancel(id),
        log: (value) => enqueue(log(() => value) as never),
        count: () => (count += 1),
      };
      try {
        for (const operation of operations) operation(run);
      } catch (error) {
        run.raise(error instanceof Failure ? error.event : errorEvent('error.execution'));
      }
      const { data } = run;
      enqueue.assign(() => ({ data, count }));
    },
  );
}

function optionsOf({ id, delay }: Omit<Sent, 'event'>): { id?: string; delay?: number } {
  return { ...(id !== undefined && { id }), ...(delay !== undefined && { delay }) };
}
