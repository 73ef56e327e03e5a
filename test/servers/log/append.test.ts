import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JetStreamClient } from '@nats-io/jetstream';
import type { OpenLog } from '../../../infra/worker/index.ts';
import type { RecordedEvent } from '../../../machines/engine/index.ts';
import {
  ChainBrokenError,
  eventLog,
  eventSubject,
  hashOfBytes,
  START_POSITION,
  toBytes,
  type EventLog,
} from '../../../services/event-log/index.ts';
import { headersOf } from '../../../services/event-log/signature.ts';
import { createSigner, createVerifier } from '../../../services/signing/index.ts';
import { until } from '../../support/engine-client.ts';
import { startTestNats, type TestNats } from '../../support/nats.ts';
import { orderLog } from '../../support/order-log.ts';

let nats: TestNats;
beforeAll(async () => {
  nats = await startTestNats();
});
afterAll(async () => {
  await nats.stop();
});

const address = (entity: string) => ({ entity, machine: 'order' });
const append = (log: EventLog, events: readonly RecordedEvent[], expected = START_POSITION) =>
  log.append({ address: address(events[0]?.entity ?? ''), expected, events });
const sequencesOf = async (log: EventLog, entity: string) =>
  (await log.read(address(entity), START_POSITION)).map(({ event }) => event.sequence);
const messagesIn = async ({ jsm, log }: OpenLog) =>
  (await jsm.streams.info(log.stream)).state.messages;

type Publish = JetStreamClient['publish'];

/** The same log through a client whose publishing goes wrong. */
function withPublish({ js, jsm, log }: OpenLog, publish: (real: Publish) => Publish): EventLog {
  const value = publish(js.publish.bind(js));
  const faulty = Object.create(js, { publish: { value } }) as JetStreamClient;
  return eventLog({ tenant: log.tenant, js: faulty, jsm, ...nats.keys });
}

/** Fails once, at a publish counted from 1, before or after it has reached the server. */
const failing = (at: number, when: 'before' | 'after') => {
  let count = 0;
  return (real: Publish): Publish =>
    async (...given) => {
      count += 1;
      if (count !== at) return real(...given);
      if (when === 'after') await real(...given);
      throw new Error('timeout');
    };
};

describe('append in doubt', () => {
  it('given an acknowledgement that is lost, when looked at, then our own bytes count as written', async () => {
    const open = await nats.open('lost-ack');
    const log = withPublish(open, failing(2, 'after'));
    const result = await append(log, orderLog('a', 4));
    expect(result).toMatchObject({ kind: 'appended', position: { sequence: 4 } });
    expect(await sequencesOf(open.log, 'a')).toEqual([1, 2, 3, 4]);
    expect(await messagesIn(open)).toBe(4);
  });

  it('given a publish that never arrived, when the append is tried again, then the half-sent step is completed', async () => {
    const open = await nats.open('half-sent');
    const log = withPublish(open, failing(3, 'before'));
    const events = orderLog('a', 4);
    await expect(append(log, events)).rejects.toThrow('the log did not take a:3');
    expect(await sequencesOf(log, 'a')).toEqual([1, 2]);
    expect(await append(log, events)).toMatchObject({ position: { sequence: 4 } });
    expect(await sequencesOf(log, 'a')).toEqual([1, 2, 3, 4]);
    expect(await messagesIn(open)).toBe(4);
  });

  it('given an append that was acknowledged to nobody, when the window of duplicates is over and it comes again, then it is written once', async () => {
    const open = await nats.open('window', { stream: { duplicate_window: 1e9 } });
    const events = orderLog('a', 3);
    const first = await append(open.log, events);
    const probe = { msgID: 'probe' };
    await open.js.publish('certway.window.probe.order.self.Probe', 'x', probe);
    await until(
      () => open.js.publish('certway.window.probe.order.self.Probe', 'x', probe),
      ({ duplicate }) => !duplicate,
    );
    const before = await messagesIn(open);
    expect(await append(open.log, events)).toEqual(first);
    expect(await messagesIn(open)).toBe(before);
  });

  it('given a server that was killed and started again, when the append comes again, then it is written once', async () => {
    const open = await nats.open('restarted');
    const events = orderLog('a', 3);
    const first = await append(open.log, events);
    nats.program.kill('SIGKILL');
    await nats.program.start();
    const again = await until(
      () => append(open.log, events),
      ({ kind }) => kind === 'appended',
    );
    expect(again).toEqual(first);
    expect(await messagesIn(open)).toBe(3);
  });

  it('given eight writers who append the same at once, when all are answered, then each is told the same and it is written once', async () => {
    const open = await nats.open('at-once');
    const events = orderLog('a', 5);
    const results = await Promise.all(Array.from({ length: 8 }, () => append(open.log, events)));
    expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1);
    expect(await messagesIn(open)).toBe(5);
  });

  it('given two writers who append something else at once, when both are answered, then one is told what the other wrote', async () => {
    const open = await nats.open('rivals');
    const [start, ...rest] = orderLog('a', 3) as [RecordedEvent, ...RecordedEvent[]];
    const other = [start, ...rest].map((event) => ({ ...event, at: '2027-01-01T00:00:00.000Z' }));
    const results = await Promise.all([
      append(open.log, [start, ...rest]),
      append(open.log, other),
    ]);
    expect(results.map(({ kind }) => kind).sort()).toEqual(['ahead', 'appended']);
    expect(await sequencesOf(open.log, 'a')).toEqual([1, 2, 3]);
  });

  it('given a stream that is full, when its limit is raised, then the append goes through', async () => {
    const open = await nats.open('full', { stream: { max_msgs: 2 } });
    const events = orderLog('a', 4);
    await expect(append(open.log, events)).rejects.toThrow(
      'the stream CERTWAY_FULL is full and takes no event',
    );
    expect(await sequencesOf(open.log, 'a')).toEqual([1, 2]);
    await open.jsm.streams.update(open.log.stream, { max_msgs: 10 });
    expect(await append(open.log, events)).toMatchObject({ position: { sequence: 4 } });
    expect(await sequencesOf(open.log, 'a')).toEqual([1, 2, 3, 4]);
  });
});

describe('authenticity', () => {
  const strange = createSigner(generateKeyPairSync('ed25519').privateKey);

  it('given an event that was appended, when the message is looked at, then its headers hold what everybody needs to verify it', async () => {
    const open = await nats.open('headers');
    await append(open.log, orderLog('a', 1));
    const message = await open.jsm.streams.getMessage(open.log.stream, { seq: 1 });
    const header = (name: string) => message?.header.get(name);
    expect(header('Content-Type')).toBe('application/cloudevents+json');
    expect(header('Nats-Msg-Id')).toBe('a:1');
    expect(header('Certway-Key')).toBe(nats.keys.signer.keyId);
    const signed = {
      keyId: nats.keys.signer.keyId,
      signature: String(header('Certway-Signature')),
      bytes: message?.data ?? '',
    };
    expect(nats.keys.verifier.verify(signed)).toBe(true);
  });

  it('given a log that is older than its key, when read, then what lies before the first signed event is taken, and nothing unsigned behind it', async () => {
    const open = await nats.open('older', { keys: {} });
    const signing = eventLog({ ...open, tenant: 'older', ...nats.keys });
    const events = orderLog('a', 3);
    const unsigned = await append(open.log, events.slice(0, 2));
    expect(await sequencesOf(signing, 'a')).toEqual([1, 2]);
    if (unsigned.kind !== 'appended') throw new Error('not appended');
    await append(signing, events.slice(2), unsigned.position);
    expect(await sequencesOf(signing, 'a')).toEqual([1, 2, 3]);
    await append(open.log, orderLog('b', 1));
    await expect(signing.read(address('b'), START_POSITION)).rejects.toThrow(
      'b: event b:1 at stream sequence 4 is not signed, and everything from stream sequence 3 on is',
    );
    expect(await sequencesOf(signing, 'a')).toEqual([1, 2, 3]);
  });

  it('given an older log into which somebody has written with a strange key, when read, then that does not make it signed', async () => {
    const open = await nats.open('strange', { keys: {} });
    const text = 'anything';
    const subject = 'certway.strange.x.order.self.Anything';
    await open.js.publish(subject, text, { headers: headersOf(text, strange) });
    await append(open.log, orderLog('a', 2));
    const signing = eventLog({ ...open, tenant: 'strange', ...nats.keys });
    expect(await sequencesOf(signing, 'a')).toEqual([1, 2]);
  });

  it.each([
    ['a key that is not known', () => strange, `is signed with the key ${strange.keyId}, which`],
    [
      'a signature of other bytes',
      () => ({ keyId: nats.keys.signer.keyId, sign: () => nats.keys.signer.sign('other') }),
      'bears a signature that the key',
    ],
    ['no signature', () => undefined, 'is not signed, and everything from stream sequence 1 on is'],
  ])('given an event with %s, when read, then the conflict names it', async (_, signerOf, why) => {
    const tenant = `rival-${String(why.length)}`;
    const open = await nats.open(tenant);
    const [first, second] = orderLog('a', 2) as [RecordedEvent, RecordedEvent];
    await append(open.log, [first]);
    const prevhash = hashOfBytes(toBytes(tenant, first, START_POSITION.hash));
    const text = toBytes(tenant, second, prevhash);
    await open.js.publish(eventSubject(tenant, second), text, {
      headers: headersOf(text, signerOf()),
    });
    const error: unknown = await open.log
      .read(address('a'), START_POSITION)
      .catch((it: unknown) => it);
    expect(error).toBeInstanceOf(ChainBrokenError);
    expect(error).toMatchObject({
      message: expect.stringContaining(`a: event a:2 at stream sequence 2 ${why}`),
      culprit: { entity: 'a', eventId: 'a:2', streamSequence: 2 },
    });
    const knowing = createVerifier([]);
    const other = eventLog({ ...open, tenant, verifier: knowing });
    await expect(other.read(address('a'), START_POSITION)).rejects.toThrow('a:1');
  });
});
