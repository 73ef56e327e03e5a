import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { interceptors, tellDetails } from '../../../workflows/engine/held-queries.ts';

const context = globalThis as { __TEMPORAL_ACTIVATOR__?: object };
const activator = { info: { runId: 'run-1' }, currentDetails: '' };
context.__TEMPORAL_ACTIVATOR__ = activator;
afterAll(() => {
  delete context.__TEMPORAL_ACTIVATOR__;
});

const { internals = [], outbound = [] } = interceptors();
type Activate = NonNullable<(typeof internals)[number]['activate']>;
type Schedule = NonNullable<(typeof outbound)[number]['scheduleLocalActivity']>;

/** Whether an activation with a query comes in, while a local activity is under way or not. */
async function comesIn(queryId: string, isUnderWay: boolean): Promise<boolean> {
  const [internal] = internals;
  const [outward] = outbound;
  const next = jest.fn<Parameters<Activate>[1]>();
  let end: (result: unknown) => void = () => undefined;
  const activity = isUnderWay
    ? outward?.scheduleLocalActivity?.(
        {} as Parameters<Schedule>[0],
        () => new Promise((resolve) => (end = resolve)),
      )
    : undefined;
  try {
    internal?.activate?.({ activation: { jobs: [{ queryWorkflow: { queryId } }] } } as never, next);
    return next.mock.calls.length > 0;
  } finally {
    end(undefined);
    await activity;
  }
}

describe('queries of a workflow', () => {
  it('given no local activity, when a query comes, then it is answered at once', async () => {
    expect(await comesIn('along-with-a-task', false)).toBe(true);
    expect(await comesIn('legacy_query', false)).toBe(true);
  });

  it('given a local activity under way, when a query comes along with a task, then it waits', async () => {
    expect(await comesIn('along-with-a-task', true)).toBe(false);
  });

  it('given a local activity under way, when a query comes as a task of its own, then the run begins anew', async () => {
    await expect(comesIn('legacy_query', true)).rejects.toThrow('ask again');
    expect(await comesIn('legacy_query', false)).toBe(true);
  });
});

describe('the current details of a workflow', () => {
  const [internal] = internals;
  const ask = (queryType: string): void => {
    const jobs = [{ queryWorkflow: { queryId: 'legacy_query', queryType } }];
    internal?.activate?.({ activation: { jobs } } as never, () => undefined);
  };

  it('given a state that goes on, when the details are asked for, then they are made then, of the state of then', () => {
    let state = 'awaiting application';
    const details = jest.fn(() => `## ${state}`);
    tellDetails(details);
    state = 'under review';
    ask('state');
    expect(details).not.toHaveBeenCalled();
    ask('__temporal_workflow_metadata');
    expect(activator.currentDetails).toBe('## under review');
  });

  it('given another run of the same worker, when it is asked, then it tells its own; when it is forgotten, then nothing is kept', () => {
    const other = { info: { runId: 'run-2' }, currentDetails: '' };
    context.__TEMPORAL_ACTIVATOR__ = other;
    try {
      const [theirs] = interceptors().internals ?? [];
      tellDetails(() => 'theirs');
      ask('__temporal_workflow_metadata');
      expect(other.currentDetails).not.toBe('theirs');
      theirs?.dispose?.({}, () => undefined);
      expect(() => {
        tellDetails(() => 'theirs');
      }).toThrow('interceptors');
    } finally {
      context.__TEMPORAL_ACTIVATOR__ = activator;
    }
  });
});
