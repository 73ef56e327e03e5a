import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defineSearchAttributeKey } from '@temporalio/common';
import { writerKeys } from '../../../infra/keys/index.ts';
import { fold, step, type RecordedEvent } from '../../../machines/engine/index.ts';
import { eventSubject, hashOfBytes, toBytes } from '../../../services/event-log/index.ts';
import { headersOf } from '../../../services/event-log/signature.ts';
import { createSigner, type Signer } from '../../../services/signing/index.ts';
import { startEngine, until, type Engine, type View } from '../../support/engine-client.ts';
import { order } from '../../support/order-machine.ts';

const tenant = 'acme-cert';
const clerk = { id: 'rival', role: 'clerk' };

let engine: Engine;
/** A rival that has got hold of the worker's key. */
let signer: Signer;
beforeAll(async () => {
  engine = await startEngine({ temporal: 'memory' });
  ({ signer } = writerKeys(engine.stack.config.keysDir));
});
afterAll(async () => {
  await engine.stop();
});

/** What another writer that follows all rules would write next. */
async function nextNote(entity: string): Promise<RecordedEvent> {
  const state = fold(
    order,
    (await engine.entries(entity)).map(({ event }) => event),
  );
  const applied = step(order, state, {
    ...{ cause: 'command', type: 'NoteAdded', data: { text: 'rival' }, actor: clerk },
    ...{ at: state.at, causationId: `rival-${entity}`, correlationId: `rival-${entity}` },
  });
  return applied.events[0] as RecordedEvent;
}

const publish = (event: RecordedEvent, text: string, headers = headersOf(text, signer)) =>
  engine.js.publish(eventSubject(tenant, event), text, { headers });

/** What the key of another has signed. */
const strange = createSigner(generateKeyPairSync('ed25519').privateKey);
/** Says to be of our key. */
const forged = (): Signer => ({ ...strange, keyId: signer.keyId });

async function begun(entity: string): Promise<View> {
  await engine.start(entity);
  await engine.command(entity, 'addNote', { text: 'own' });
  return engine.state(entity);
}

describe('second writer', () => {
  it('given a legal event that follows, when a command meets it, then it is adopted and the command is decided behind it', async () => {
    const { position } = await begun('adopted');
    const event = await nextNote('adopted');
    await publish(event, toBytes(tenant, event, position.hash));
    const reply = await engine.command('adopted', 'addNote', { text: 'own again' });
    expect(reply).toMatchObject({ answer: { eventId: 'adopted:4' } });
    expect((await engine.state('adopted')).snapshot.context).toMatchObject({ notes: 3 });
    await engine.expectSound('adopted');
  });

  it.each<[string, (event: RecordedEvent, hash: string) => string]>([
    ['unchained', (event) => toBytes(tenant, event, 'f'.repeat(64))],
    ['out-of-sequence', (event, hash) => toBytes(tenant, { ...event, sequence: 9 }, hash)],
    [
      'illegal',
      (event, hash) => toBytes(tenant, { ...event, type: 'OrderFull', data: { parcels: 1 } }, hash),
    ],
    ['unreadable', () => 'not an event'],
  ])(
    'given an event that is %s, when a command meets it, then the order stops and says so',
    async (kind, bytesOf) => {
      const { position } = await begun(kind);
      const event = await nextNote(kind);
      await publish(event, bytesOf(event, position.hash));
      const replies = await Promise.all(
        Array.from({ length: 3 }, () => engine.command(kind, 'addNote', { text: 'own again' })),
      );
      replies.push(await engine.command(kind, 'addNote', { text: 'later' }));
      expect(replies.map((reply) => reply.kind === 'refused' && reply.code)).toEqual(
        Array(4).fill('EVENT_STREAM_CONFLICT'),
      );
      const state = await engine.state(kind);
      expect(state.problem).toContain(`${kind}:`);
      expect(state).toMatchObject({ sequence: 2, snapshot: { context: { notes: 1 } } });
      const { typedSearchAttributes } = await engine.handle(kind).describe();
      const problem = defineSearchAttributeKey('CertwayProblem', 'KEYWORD');
      expect(typedSearchAttributes.get(problem)).toBe('EVENT_STREAM_CONFLICT');
      const consumer = await engine.js.consumers.get('CERTWAY_ACME_CERT', {
        filter_subjects: [`certway.${tenant}.${kind}.>`],
      });
      expect((await consumer.info()).num_pending).toBe(3);
    },
  );

  it.each<[string, () => Signer | undefined, string]>([
    ['unsigned', () => undefined, 'is not signed, and everything from stream sequence 1 on is'],
    ['wrongly-signed', forged, 'bears a signature that the key'],
    ['strangely-signed', () => strange, `is signed with the key ${strange.keyId}, which is not`],
  ])(
    'given a legal event that follows but is %s, when a command meets it, then the order stops, says why, and looks again when it is told to',
    async (kind, signerOf, why) => {
      const { position } = await begun(kind);
      const event = await nextNote(kind);
      const text = toBytes(tenant, event, position.hash);
      await publish(event, text, headersOf(text, signerOf()));
      const reply = await engine.command(kind, 'addNote', { text: 'own again' });
      expect(reply).toMatchObject({
        ...{ kind: 'refused', code: 'EVENT_STREAM_CONFLICT' },
        text: expect.stringContaining(`event ${kind}:3 at stream sequence`),
        details: { eventId: `${kind}:3`, entity: kind },
      });
      const state = await engine.state(kind);
      expect(state.problem).toContain(why);
      expect(state).toMatchObject({ sequence: 2, snapshot: { context: { notes: 1 } } });
      await engine.handle(kind).signal('catchUp');
      const again = await engine.command(kind, 'addNote', { text: 'later' });
      expect(again).toMatchObject({ kind: 'refused', code: 'EVENT_STREAM_CONFLICT' });
      expect((await engine.entries(kind)).map(({ event: { sequence } }) => sequence)).toEqual([
        1, 2, 3,
      ]);
    },
  );

  it('given sixty events of another writer with an illegal one at the end, when a command meets them, then the order stops and is not lost', async () => {
    await begun('many');
    let { hash } = (await engine.state('many')).position;
    let state = fold(
      order,
      (await engine.entries('many')).map(({ event }) => event),
    );
    for (let count = 0; count < 60; count += 1) {
      const applied = step(order, state, {
        ...{ cause: 'command', type: 'NoteAdded', data: { text: 'rival' }, actor: clerk },
        ...{ at: state.at, causationId: `rival-${count}`, correlationId: `rival-${count}` },
      });
      state = applied.state;
      const event = applied.events[0] as RecordedEvent;
      const text = toBytes(
        tenant,
        count === 59 ? { ...event, stepIndex: 2, stepSize: 2 } : event,
        hash,
      );
      await publish(event, text);
      hash = hashOfBytes(text);
    }
    const reply = await engine.command('many', 'addNote', { text: 'own again' });
    expect(reply).toMatchObject({ kind: 'refused', code: 'EVENT_STREAM_CONFLICT' });
    expect((await engine.handle('many').describe()).status.name).toBe('RUNNING');
  });

  it('given sixty legal events of another writer, when a command meets them, then all are adopted', async () => {
    await begun('long');
    let { hash } = (await engine.state('long')).position;
    for (let count = 0; count < 60; count += 1) {
      const event = { ...(await nextNote('long')), causationId: `rival-${count}` };
      const text = toBytes(tenant, event, hash);
      await publish(event, text);
      hash = hashOfBytes(text);
    }
    const reply = await engine.command('long', 'addNote', { text: 'own again' });
    expect(reply).toMatchObject({ answer: { eventId: 'long:63' } });
    await engine.expectSound('long');
    await until(
      () => engine.state('long'),
      (state) => state.sequence === 63,
    );
  });
});
