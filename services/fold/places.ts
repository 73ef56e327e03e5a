import type { JetStreamManager } from '@nats-io/jetstream';
import { entityName, journeyOf } from '../../machines/engine/index.ts';
import { parseSubject, streamName } from '../event-log/index.ts';

/** Where a tenant's entities are looked for. */
export interface Places {
  readonly tenant: string;
  readonly jsm: JetStreamManager;
}

/** The id of the machine of an entity; `undefined` when the log holds nothing of it. */
export async function machineOf(places: Places, entity: string): Promise<string | undefined> {
  const [, , , machine] = (await subjectsOf(places, `*.${entityName(entity)}`, entity))[0] ?? [];
  return machine;
}

/** Workflow ids that somebody may have meant: those of the same journey, or all journeys when there is no such one. */
export async function entitiesNear(places: Places, entity: string): Promise<readonly string[]> {
  const own = await subjectsOf(places, '*.*', entity);
  const found = own.length > 0 ? own : await subjectsOf(places, '*.self', '*');
  return [...new Set(found.flatMap((tokens) => parseSubject(tokens.join('.'))?.entity ?? []))];
}

/** The subjects below an entity's journey, as tokens. */
async function subjectsOf(
  { tenant, jsm }: Places,
  below: string,
  entity: string,
): Promise<readonly string[][]> {
  const subjects_filter = `certway.${tenant}.${journeyOf(entity)}.${below}.>`;
  const { state } = await jsm.streams.info(streamName(tenant), { subjects_filter });
  return Object.keys(state.subjects ?? {}).map((subject) => subject.split('.'));
}
