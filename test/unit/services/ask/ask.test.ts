import { describe, expect, it } from '@jest/globals';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { createAsk } from '../../../../services/ask/index.ts';

/** A client whose workflows answer what a script says, in order; an error is thrown. */
function clientOf(script: readonly unknown[]) {
  const left = [...script];
  let asked = 0;
  const query = () => {
    asked += 1;
    const answer = left.length > 1 ? left.shift() : left[0];
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  const client = {
    connection: { withDeadline: (_: number, ask: () => Promise<unknown>) => ask() },
    workflow: { getHandle: () => ({ query }) },
  } as unknown as Client;
  return { client, asked: () => asked };
}

const question = { query: 'position', withinMs: 10_000 };
const silence = new Error('deadline exceeded');

describe('asking workflows', () => {
  it('given eight without an answer, when another is asked, then nobody is bothered any more', async () => {
    const { client, asked } = clientOf([silence]);
    const ask = createAsk(client);
    for (let count = 0; count < 10; count += 1) expect(await ask('j', question)).toBeUndefined();
    expect(asked()).toBe(8);
  });

  it('given an answer in between, when others are silent, then the count begins anew', async () => {
    const { client, asked } = clientOf([...Array<Error>(7).fill(silence), 'here', silence]);
    const ask = createAsk(client);
    const answers = [];
    for (let count = 0; count < 20; count += 1) answers.push(await ask('j', question));
    expect(answers.filter((answer) => answer !== undefined)).toEqual(['here']);
    expect(asked()).toBe(7 + 1 + 8);
  });

  it('given workflows that Temporal does not hold, when asked, then that says nothing of the workers', async () => {
    const { client, asked } = clientOf([new WorkflowNotFoundError('gone', 'j', undefined)]);
    const ask = createAsk(client);
    for (let count = 0; count < 10; count += 1) expect(await ask('j', question)).toBeUndefined();
    expect(asked()).toBe(10);
  });

  it('given one that has nothing to say yet, when asked, then it is asked again until it has', async () => {
    const { client, asked } = clientOf([null, null, { path: 'open' }]);
    const isAnswer = (answer: unknown): answer is { path: string } => answer !== null;
    expect(await createAsk(client)('j', { ...question, isAnswer })).toEqual({ path: 'open' });
    expect(asked()).toBe(3);
  });
});
