import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readScenarios } from '../../scxml/play/scenario.ts';
import { startServer, type Server } from '../../scxml/play/server.ts';
import { SAMPLE } from '../../scxml/play/suite.ts';

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(async () => {
  await server.stop();
});

const sample = readScenarios().filter(({ name }) => SAMPLE.has(name));

describe('scenarios of the W3C and of SCION on the servers', () => {
  it.each(sample.map((scenario) => [scenario.name, scenario] as const))(
    'given %s as a workflow, when its events are given as updates, then its states are as expected',
    async (_name, scenario) => {
      expect(await server.play(scenario)).toEqual({ kind: 'passed' });
    },
  );

  it('given a scenario that expects another state, when it is played, then it fails and names both', async () => {
    const [first] = sample.filter(({ name }) => name === 'basic/basic2');
    if (!first) throw new Error('the sample has changed');
    const wrong = { ...first, name: 'wrong', initialConfiguration: ['elsewhere'] };
    const reason = 'at first in a instead of elsewhere';
    expect(await server.play(wrong)).toEqual({ kind: 'failed', reason });
  });
});
