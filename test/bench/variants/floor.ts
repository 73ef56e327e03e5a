import type { NatsConnection } from '@nats-io/nats-core';
import type { Program } from '../../../infra/stack/index.ts';
import type { Input } from '../../../machines/engine/index.ts';
import { answered, payloadOf, type Reply, type Variant } from './variant.ts';

/** Where the floor takes commands. */
export const FLOOR_SUBJECT = 'bench.floor';

/** A start or a command for the floor. */
export interface FloorRequest {
  readonly entity: string;
  readonly input: Input;
}

/** Its answer; `failed` is to be asked again. */
export type FloorReply = Reply | { readonly kind: 'failed' };

const TIMEOUT_MS = 1_000;

/** Variant (d): requests over NATS to the plain process. */
export function floorVariant(connection: NatsConnection, program: Program): Variant {
  const ask = (request: FloorRequest) =>
    answered(async () => {
      const body = JSON.stringify(request);
      const answer = await connection.request(FLOOR_SUBJECT, body, { timeout: TIMEOUT_MS });
      const reply = answer.json<FloorReply>();
      return reply.kind === 'failed' ? undefined : reply;
    });
  return {
    ...{ name: 'd', program, usageName: 'd' },
    start: async (entity) => {
      const data = { title: 'manual' };
      const runId = `run of ${entity}`;
      await ask({ entity, input: { cause: 'start', entity, data, startedBy: '', runId } });
    },
    command: (entity, command) => {
      const { id, name } = command;
      const payload = payloadOf(command);
      return ask({
        ...{ entity },
        input: { cause: 'command', command: name, via: 'update', id, payload },
      });
    },
  };
}
