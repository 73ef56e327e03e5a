import {
  Failure,
  payloadOf,
  valueIn,
  type Operation,
  type Run,
  type ScxmlEvent,
  type Sent,
} from './run.ts';
import { put } from './evaluate.ts';
import { NotApplicable, type Element } from './element.ts';

/** The only event processor there is, by both of its names. */
export const PROCESSORS: readonly string[] = [
  'http://www.w3.org/TR/scxml/#SCXMLEventProcessor',
  'scxml',
];

/** A `<send>`. */
export function send(element: Element): Operation {
  const { attributes } = element;
  const { type, idlocation } = attributes;
  if (type?.includes('BasicHTTP') === true) throw new NotApplicable('conversion: events over HTTP');
  const payload = payloadOf(element);
  const read = (run: Run, name: string): string | undefined => {
    const expression = attributes[`${name}expr`];
    return expression === undefined ? attributes[name] : String(valueIn(run, expression));
  };
  return (run) => {
    const given = attributes['id'];
    const id = given ?? (idlocation === undefined ? undefined : `send${run.count()}`);
    if (idlocation !== undefined) put(idlocation, id, run);
    try {
      const name = read(run, 'event') ?? '';
      const data = payload(run);
      const processor = read(run, 'type');
      if (processor !== undefined && !PROCESSORS.includes(processor)) {
        throw new Error(`no processor ${processor}`);
      }
      const event = eventOf(run, { name, data, id });
      deliver(run, { event, id, delay: delayOf(read(run, 'delay')) }, read(run, 'target'));
    } catch (error) {
      throw error instanceof Failure ? error : new Failure('error.execution', id);
    }
  };
}

interface Made {
  readonly name: string;
  readonly data: unknown;
  readonly id: string | undefined;
}

function eventOf(run: Run, { name, data, id }: Made): ScxmlEvent {
  const scxml = {
    type: 'external',
    origin: `#_scxml_${run.session}`,
    origintype: PROCESSORS[0] ?? '',
    ...(id !== undefined && { sendid: id }),
  };
  return { type: name, ...(data !== undefined && { data }), scxml };
}

function deliver(run: Run, sent: Sent, target: string | undefined): void {
  const invoked = target?.replace(/^#_/, '') ?? '';
  if (target === undefined || target === `#_scxml_${run.session}`) run.sendTo('self', sent);
  else if (target === '#_internal') run.raise({ ...sent.event, scxml: { type: 'internal' } });
  else if (target === '#_parent') sendUp(run, sent);
  else if (run.invocations.has(invoked)) run.sendTo({ id: invoked }, sent);
  else {
    const error = target.startsWith('#_') ? 'error.communication' : 'error.execution';
    throw new Failure(error, sent.id);
  }
}

function sendUp(run: Run, sent: Sent): void {
  const { invokeId } = run;
  if (invokeId === undefined) throw new Failure('error.communication', sent.id);
  const scxml = { ...sent.event.scxml, invokeid: invokeId };
  run.sendTo('parent', { ...sent, event: { ...sent.event, scxml } });
}

/** Milliseconds of a duration as CSS writes it. */
function delayOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [, number, unit] = /^\s*(\d*\.?\d+)\s*(ms|s|)\s*$/.exec(text) ?? [];
  if (number === undefined) throw new Error(`${text} is no duration`);
  return Number(number) * (unit === 's' ? 1000 : 1);
}
