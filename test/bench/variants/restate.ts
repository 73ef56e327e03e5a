import { answered, payloadOf, type Reply, type Variant } from './variant.ts';

const ATTEMPT_MS = 20_000;

/** Tells Restate where the service is. @throws Error with what Restate says */
export async function registerDeployment(admin: string, uri: string): Promise<void> {
  const answer = await post(`${admin}/deployments`, { body: { uri } });
  if (!answer.ok) throw new Error(`Restate does not take ${uri}: ${await answer.text()}`);
}

/** Variant (b): requests to Restate, which remembers their ids. */
export function restateVariant(
  ingress: string,
  given: Pick<Variant, 'program' | 'servers'>,
): Variant {
  const ask = async (path: string, request: Request): Promise<Response> => {
    const answer = await post(`${ingress}/review/${path}`, request);
    if (answer.ok) return answer;
    throw new Error(`Restate: ${String(answer.status)} ${await answer.text()}`);
  };
  return {
    ...{ name: 'b', ...given, usageName: 'b' },
    start: async (entity) => {
      const request = { body: { title: 'manual' }, id: `start of ${entity}` };
      await answered(async () => {
        await ask(`${encodeURIComponent(entity)}/open`, request);
        return { kind: 'accepted', eventId: '' };
      });
    },
    command: (entity, command) => {
      const { id, name } = command;
      const body = { ...payloadOf(command), id, type: name };
      return answered(async () => {
        const answer = await ask(`${encodeURIComponent(entity)}/give`, { body, id });
        return (await answer.json()) as Reply;
      });
    },
  };
}

interface Request {
  readonly body: object;
  /** The same id is the same request. */
  readonly id?: string;
}

function post(url: string, { body, id }: Request): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(id !== undefined && { 'idempotency-key': id }),
    },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(ATTEMPT_MS),
  });
}
