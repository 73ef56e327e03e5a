import { describe, expect, it } from '@jest/globals';
import { warmUp } from '../../../machines/engine/index.ts';
import { machines } from '../../../machines/index.ts';

describe('machines that all workflows of a worker share', () => {
  it('given schemas that several machines have in common, when all are frozen, then each still reads every example', () => {
    expect(machines.map(warmUp)).toEqual(machines.map(({ contract }) => contract.id));
    for (const { contract } of machines) {
      for (const { records, payload, example } of Object.values(contract.commands)) {
        const schema = payload ?? contract.events[records]?.data;
        expect(schema?.safeParse(example)).toMatchObject({ success: true });
      }
    }
  });
});
