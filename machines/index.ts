import { appeal } from './appeal/index.ts';
import { audit } from './audit/index.ts';
import { certification } from './certification/index.ts';
import { complaint } from './complaint/index.ts';
import { decision } from './decision/index.ts';
import { upcast as upcastBy, type DurableMachine, type RecordedEvent } from './engine/index.ts';
import { nonconformity } from './nonconformity/index.ts';

/** Every machine of certway; the first one is what people start, the others are its children. */
export const machines: readonly DurableMachine[] = [
  certification,
  audit,
  nonconformity,
  decision,
  appeal,
  complaint,
];

export { appeal, audit, certification, complaint, decision, nonconformity };
export { certificationContract } from './certification/index.ts';
export { nonconformityContract } from './nonconformity/index.ts';

/**
 * An event of any machine in its newest shape, for consumers: what they know is the present contract, whatever lies in
 * the log.
 * @returns the same object when there is nothing to do, or the machine is not known
 * @throws EngineError `EVENT_SHAPE_UNKNOWN` when no upcaster begins at the version
 */
export function upcast(event: RecordedEvent): RecordedEvent {
  const machine = machines.find(({ contract }) => contract.id === event.machine);
  return machine ? upcastBy(machine.contract, event) : event;
}
