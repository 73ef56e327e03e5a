import { describe, expect, it } from '@jest/globals';
import { inClear } from '../../../../services/personal-data/index.ts';
import type { RecordedEvent } from '../../../../machines/engine/index.ts';
import { resumedLine } from '../../../../services/cli/index.ts';
import { ChainBrokenError, type EventLog } from '../../../../services/event-log/index.ts';
import { endOf, type End } from '../../../../services/resume/end.ts';
import { begin, stored, type Instance } from '../../../support/given.ts';
import { order, parcel } from '../../../support/order-machine.ts';
import { storedEvents } from '../../../support/stored-events.ts';

const logOf = (...all: readonly Instance[]): EventLog => ({
  ...{ tenant: 'acme-cert', stream: 'S', personal: inClear },
  append: () => Promise.reject(new Error('nothing is written')),
  read: ({ entity, machine }) => {
    const found = all.find(({ state }) => state.entity === entity && state.machine.id === machine);
    return Promise.resolve(found ? storedEvents(stored(found.log)) : []);
  },
});
const firstOf = ({ log }: Instance) => log[0] as RecordedEvent;
const look = (log: EventLog, start: RecordedEvent): Promise<End> =>
  endOf({ log, machines: [order, parcel] }, start);

describe('endOf', () => {
  const withParcel = () => {
    const one = begin(order, { customer: 'globex' });
    one.command('orderParcel', { weight: 2 });
    const child = begin(parcel, { weight: 2 }, { entity: 'j/parcel-1', startedBy: 'j:2' });
    return { one, child };
  };

  it('given an order that waits, when its log is read, then it goes on', async () => {
    const { one, child } = withParcel();
    expect(await look(logOf(one, child), firstOf(one))).toEqual({ kind: 'open', path: 'open' });
    expect(await look(logOf(one, child), firstOf(child))).toEqual({ kind: 'open', path: 'packed' });
  });

  it('given an order that was cancelled, when a parcel has not heard of it, then that parcel waits, and else nothing', async () => {
    const { one, child } = withParcel();
    one.command('cancelOrder');
    const ended = { kind: 'ended', path: 'cancelled' };
    expect(await look(logOf(one, child), firstOf(one))).toEqual({
      ...ended,
      waiting: [expect.objectContaining({ entity: 'j/parcel-1', sequence: 1 })],
    });
    const [stop] = one.state.outbox['j/parcel-1'] ?? [];
    if (stop) child.take([{ cause: 'message', from: 'j', message: stop }]);
    expect(await look(logOf(one, child), firstOf(one))).toEqual({ ...ended, waiting: [] });
  });

  it('given a log that is broken, or of a machine that is not there, when it is read, then it says why', async () => {
    const { one } = withParcel();
    const fault = new ChainBrokenError(
      { entity: 'j', eventId: 'j:2', streamSequence: 2 },
      'does not follow j:1',
    );
    const broken = { ...logOf(one), read: () => Promise.reject(fault) };
    expect(await look(broken, firstOf(one))).toEqual({ kind: 'broken', reason: fault.message });
    const foreign = { ...firstOf(one), machine: 'other' };
    expect(await look(logOf(one), foreign)).toEqual({
      ...{ kind: 'broken', reason: 'this build has no machine other' },
    });
  });
});

describe('resumedLine', () => {
  it.each([
    [{ outcome: 'resumed', state: 'open' }, 'j: resumed, open'],
    [{ outcome: 'resumed', state: undefined }, 'j: resumed, no answer yet'],
    [{ outcome: 'broken', state: undefined, reason: 'why' }, 'j: not started, why'],
    [
      { outcome: 'failed', state: 'open' },
      'j: failed, open; to go on: certway log resume --journey j',
    ],
  ] as const)('given %j, when shown, then it is one line', (one, line) => {
    expect(resumedLine({ journey: 'j', ...one })).toBe(line);
  });
});
