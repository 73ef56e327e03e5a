import type { NatsConnection } from '@nats-io/nats-core';
import type { Input, Outcome } from '../../../machines/engine/index.ts';
import { answered, payloadOf, type Reply, type Variant, type VariantName } from './variant.ts';

/** A start or a command. */
interface InputRequest {
  readonly entity: string;
  readonly input: Input;
}

/** Its answer; `failed` is to be asked again. */
type InputReply = Reply | { readonly kind: 'failed' };

const TIMEOUT_MS = 1_000;
const subjectOf = (name: string): string => `bench.input.${name}`;

/** A variant that takes its inputs as requests over NATS: (c), (d). */
export function requestVariant(
  connection: NatsConnection,
  given: Pick<Variant, 'name' | 'program' | 'servers'>,
): Variant {
  const { name: variant } = given;
  const ask = (request: InputRequest) =>
    answered(async () => {
      const body = JSON.stringify(request);
      const answer = await connection.request(subjectOf(variant), body, { timeout: TIMEOUT_MS });
      const reply = answer.json<InputReply>();
      return reply.kind === 'failed' ? undefined : reply;
    });
  return {
    ...given,
    usageName: variant,
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

/** The other side: decides what is asked, and tells `warn` what could not be answered. */
export function answerRequests(
  connection: NatsConnection,
  name: VariantName,
  given: {
    readonly decide: (entity: string, input: Input) => Promise<Outcome>;
    readonly warn: (error: unknown) => void;
  },
): void {
  connection.subscribe(subjectOf(name), {
    callback: (_error, message) => {
      const { entity, input } = message.json<InputRequest>();
      void given
        .decide(entity, input)
        .then(replyOf)
        .catch((error: unknown): InputReply => {
          given.warn(error);
          return { kind: 'failed' };
        })
        .then((reply) => message.respond(JSON.stringify(reply)));
    },
  });
}

function replyOf(outcome: Outcome): Reply {
  if (outcome.kind === 'accepted') return { kind: 'accepted', eventId: outcome.answer.eventId };
  return { kind: 'refused', code: outcome.kind === 'refused' ? outcome.refusal.code : 'DROPPED' };
}
