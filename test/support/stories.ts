import type { RecordedEvent, Simulation } from '../../machines/engine/index.ts';
import { START_POSITION, type EventLog, type Position } from '../../services/event-log/index.ts';
import { begun, play, readCase, refusedBy } from './cases.ts';

/** A journey of the worked case, under another id, until its certificate was issued. */
export function certifiedStory(journey: string): Simulation {
  const given = { ...readCase('worked-case'), journey };
  const runner = begun(given);
  play(runner, given);
  return runner;
}

/** The same, until its certificate was suspended. */
export function suspendedStory(journey: string): Simulation {
  const runner = certifiedStory(journey);
  runner.travelTo('2028-02-01T12:00:00.000Z');
  const actor = { id: 'p-1', role: 'panelMember' };
  const suspend = { actor, on: '2028-02-01', cause: 'overdue' };
  const rules = refusedBy(runner, journey, ['suspendCertificate', suspend]);
  if (rules.length > 0) throw new Error(`refused by ${rules.join(', ')}`);
  return runner;
}

/** What subscribers see of an entity. */
export function publicEvents(runner: Simulation, entity: string): RecordedEvent[] {
  return runner.log(entity).filter(({ cause }) => cause !== 'child' && cause !== 'parent');
}

/** Id of the event with which a journey's certificate was issued. */
export function issueOf(runner: Simulation, journey: string): string {
  const issued = runner.log(journey).find(({ type }) => type === 'CertificateIssued');
  if (!issued) throw new Error(`${journey} has no certificate`);
  return `${journey}:${String(issued.sequence)}`;
}

/** Stores the events of a simulation as a worker would, in their order; further ones behind those stored before. */
export function storyWriter(log: EventLog): (runner: Simulation) => Promise<void> {
  const positions = new Map<string, Position>();
  return async (runner) => {
    for (const event of runner.log()) {
      const expected = positions.get(event.entity) ?? START_POSITION;
      if (event.sequence <= expected.sequence) continue;
      const { entity, machine } = event;
      const result = await log.append({ address: { entity, machine }, expected, events: [event] });
      if (result.kind === 'ahead') throw new Error(`${entity} has other events`);
      positions.set(entity, result.position);
    }
  };
}
