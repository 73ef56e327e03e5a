import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '../../../../machines/engine/index.ts';
import { machines } from '../../../../machines/index.ts';
import { encrypted, ensureKeyRing, openKeyRing } from '../../../../services/personal-data/index.ts';
import { leafOf } from '../../../../services/proof/leaf.ts';
import {
  verdictJson,
  verifyLog,
  type LogMessage,
  type Verdict,
} from '../../../../services/proof/index.ts';
import { nextHead, type Head } from '../../../../services/proof/head.ts';
import { createSigner } from '../../../../services/signing/index.ts';
import { begun, play, readCase } from '../../../support/cases.ts';
import {
  headMessage,
  headsOver,
  messagesFrom,
  newKey,
  rechained,
  verifierOf,
} from '../../../support/stored-log.ts';
import { later } from '../../../support/later.ts';

const tenant = 'acme-cert';
const [eventKey, sealKey, otherKey] = [newKey(), newKey(), newKey()];
const every = 10;
let messages: readonly LogMessage[] = [];
let unsigned: readonly LogMessage[] = [];

let recorded: readonly RecordedEvent[] = [];

beforeAll(() => {
  const given = readCase('worked-case');
  const runner = begun(given);
  play(runner, given);
  recorded = runner.log();
  messages = messagesFrom(tenant, runner.log(), eventKey);
  unsigned = messagesFrom(tenant, runner.log());
});

interface Given {
  readonly messages?: readonly LogMessage[];
  readonly heads?: readonly LogMessage[];
  readonly withoutKeys?: boolean;
  readonly journey?: string;
}

const sealed = (over = messages) => headsOver(tenant, over, { key: sealKey, every });

function verify(given: Given): Promise<Verdict> {
  const judges = given.withoutKeys
    ? { machines, events: undefined, heads: undefined }
    : { machines, events: verifierOf(eventKey), heads: verifierOf(sealKey) };
  return verifyLog(
    {
      tenant,
      messages: later(given.messages ?? messages),
      heads: later(given.heads ?? sealed()),
      journey: given.journey,
    },
    judges,
  );
}

const changeData = (body: string) => body.replace(/"data":\{/, '"data":{"forged":true,');
const edited = (from: readonly LogMessage[], at: number, change = changeData) =>
  from.with(at, { ...(from[at] as LogMessage), data: change(from[at]?.data ?? '') });
const renumbered = (from: readonly LogMessage[]) =>
  from.map((message, index) => ({ ...message, seq: index + 1 }));
const found = async (given: Given) => {
  const { firstBad } = await verify(given);
  return [firstBad?.streamSequence, firstBad?.check];
};

describe('verify', () => {
  it('given a journey with its children, when it is verified, then all of it is in order', async () => {
    const verdict = await verify({});
    expect(verdict.firstBad).toBeUndefined();
    expect(verdict.events).toBe(messages.length);
    expect(verdict.entities).toBeGreaterThan(3);
    expect(verdict.coverage).toEqual({
      signed: messages.length,
      sealedTo: messages.length - (messages.length % every),
      areHeadsSigned: true,
      unjudged: {},
    });
    expect(verdictJson(verdict)).toBe(
      `{"entities":${verdict.entities},"events":${messages.length},"ok":true}`,
    );
  });

  it('given nothing, when it is verified, then it is in order', async () => {
    expect(verdictJson(await verify({ messages: [], heads: [] }))).toBe(
      '{"entities":0,"events":0,"ok":true}',
    );
  });

  it('given any event, when one byte of it is changed, then that event is named', async () => {
    for (let at = 0; at < messages.length; at += 5) {
      const given = edited(messages, at);
      const isSealed = at < messages.length - (messages.length % every);
      expect(await found({ messages: given })).toEqual([at + 1, isSealed ? 'tree' : 'signature']);
      expect(await found({ messages: given, heads: [] })).toEqual([at + 1, 'signature']);
    }
  });

  it('given no keys, when one byte of a sealed event is changed, then that event is named', async () => {
    const heads = sealed(unsigned);
    for (let at = 0; at < 60; at += 3) {
      const given = { messages: edited(unsigned, at), heads, withoutKeys: true };
      expect((await found(given))[0]).toBe(at + 1);
    }
  });

  it('given neither keys nor heads, when an event is changed, then it or the next of its entity is named', async () => {
    const legal = (body: string) => body.replace('"persons":50', '"persons":51');
    const given = { messages: edited(unsigned, 0, legal), heads: [], withoutKeys: true };
    const { firstBad } = await verify(given);
    expect(firstBad).toMatchObject({ check: 'chain', id: 'globex-27001:2', streamSequence: 2 });
    const step = (body: string) => body.replace('"stepsize":1', '"stepsize":7');
    expect(await found({ ...given, messages: edited(unsigned, 0, step) })).toEqual([
      1,
      'transition',
    ]);
  });

  it('given encrypted personal texts, when verified without the key ring, then all is in order, and a change is found', async () => {
    const home = mkdtempSync(join(tmpdir(), 'certway-verify-'));
    const place = { folder: join(home, 'ring'), masterKeys: join(home, 'keys'), tenant };
    ensureKeyRing(place);
    const contracts = machines.map(({ contract }) => contract);
    const { seal } = encrypted(openKeyRing(place), contracts);
    const stored = messagesFrom(tenant, recorded.map(seal), eventKey);
    rmSync(home, { recursive: true });
    expect(stored.some(({ data }) => data.includes('enc:v1:'))).toBe(true);
    expect((await verify({ messages: stored, heads: sealed(stored) })).firstBad).toBeUndefined();
    const cut = stored.findIndex(({ data }) => data.includes('enc:v1:'));
    const forged = edited(stored, cut, (body) => body.replace('enc:v1:', 'enc:v1:0'));
    expect(await found({ messages: forged, heads: sealed(stored) })).toEqual([cut + 1, 'tree']);
  });

  it('given any event, when it is dropped, then its place is named', async () => {
    for (const at of [0, 1, 17, messages.length - 2]) {
      expect(await found({ messages: messages.toSpliced(at, 1) })).toEqual([at + 1, 'missing']);
    }
    const closed = renumbered(messages.toSpliced(17, 1));
    expect((await found({ messages: closed }))[0]).toBe(18);
    expect((await found({ messages: closed, heads: [] }))[0]).toBeGreaterThan(17);
  });

  it('given two events, when they change places, then the first of them is named', async () => {
    const swapped = messages
      .with(20, messages[21] as LogMessage)
      .with(21, messages[20] as LogMessage);
    expect(await found({ messages: swapped })).toEqual([21, 'missing']);
    expect(await found({ messages: renumbered(swapped) })).toEqual([21, 'tree']);
  });

  it('given a log, when its end is cut off, then what was sealed is missed', async () => {
    const end = messages.length - (messages.length % every);
    for (const length of [0, 5, end - 1]) {
      const verdict = await verify({ messages: messages.slice(0, length) });
      expect(verdict.firstBad).toMatchObject({ check: 'truncated', streamSequence: length + 1 });
      expect(verdict.events).toBe(length);
    }
    expect(await found({ messages: messages.slice(0, end) })).toEqual([undefined, undefined]);
  });

  it('given events of another entity, when they are spliced in, then the first of them is named', async () => {
    const start = messages[0] as LogMessage;
    const foreign = {
      ...start,
      data: start.data.replaceAll('globex-27001', 'initech-1'),
      subject: start.subject.replace('globex-27001', 'initech-1'),
    };
    const spliced = renumbered(messages.toSpliced(12, 0, foreign));
    expect((await found({ messages: spliced }))[0]).toBe(13);
    const unsealed = await verify({
      messages: renumbered(unsigned.toSpliced(12, 0, unsigned[3] as LogMessage)),
      heads: [],
    });
    expect(unsealed.firstBad).toMatchObject({ streamSequence: 13, check: 'sequence' });
  });

  it('given two events, when their subjects change places, then the first of them is named', async () => {
    const [one, other] = [unsigned[4] as LogMessage, unsigned[40] as LogMessage];
    const swapped = unsigned
      .with(4, { ...one, subject: other.subject })
      .with(40, { ...other, subject: one.subject });
    expect(await found({ messages: swapped, heads: [] })).toEqual([5, 'subject']);
    expect(
      (await found({ messages: swapped, heads: sealed(unsigned), withoutKeys: true }))[0],
    ).toBe(5);
  });

  it('given an event and all that chain to it, when they are made anew, then the seal and the signature name it', async () => {
    const at = messages.findIndex(({ data }) => data.includes('"actorid"'));
    const who = (body: string) => body.replace(/"actorid":"[^"]+"/, '"actorid":"u-forged"');
    const forged = rechained(messages, at, [who, eventKey]);
    expect(await found({ messages: forged, heads: [] })).toEqual([undefined, undefined]);
    expect(await found({ messages: forged })).toEqual([at + 1, 'tree']);
    const resigned = rechained(messages, at, [who, otherKey]);
    expect(await found({ messages: resigned, heads: [] })).toEqual([at + 1, 'signature']);
  });

  it('given an event that is signed with another key, or not any more, when it is verified, then it is named', async () => {
    const bare = { ...(messages[30] as LogMessage), headers: {} };
    expect(await found({ messages: messages.with(30, bare) })).toEqual([31, 'signature']);
    expect(await found({ messages: messages.with(30, bare), withoutKeys: true })).toEqual([
      31,
      'signature',
    ]);
    const signer = createSigner(otherKey);
    const foreign = {
      ...bare,
      headers: { 'Certway-Key': [signer.keyId], 'Certway-Signature': [signer.sign(bare.data)] },
    };
    expect(await found({ messages: messages.with(30, foreign) })).toEqual([31, 'signature']);
  });

  it('given an event that the machine does not allow, when it is chained and signed rightly, then it is named', async () => {
    const at = messages.findIndex(({ data }) => data.includes('"cause":"command"')) + 3;
    const granted = (body: string) =>
      body.replaceAll(
        /certification(\.|:)[A-Z][A-Za-z]+/g,
        (_, sign: string) => `certification${sign}CertificateIssued`,
      );
    const forged = rechained(messages, at, [granted, eventKey]);
    const moved = forged.with(at, {
      ...(forged[at] as LogMessage),
      subject: (forged[at]?.subject ?? '').replace(/[A-Za-z]+$/, 'CertificateIssued'),
    });
    expect(await found({ messages: moved, heads: [] })).toEqual([at + 1, 'transition']);
  });

  it("given a parent's copy of a child's event, when it says something else, then it is named", async () => {
    const at = messages.findIndex(({ subject }) => subject.includes('.received.'));
    const other = (body: string) => body.replace(/"data":\{/, '"data":{"added":1,');
    expect(
      await found({ messages: rechained(messages, at, [other, eventKey]), heads: [] }),
    ).toEqual([at + 1, 'cause']);
    const cause = (body: string) => body.replace(/("causationid":"[^"]+:)\d+"/, '$1999"');
    expect(
      await found({ messages: rechained(messages, at, [cause, eventKey]), heads: [] }),
    ).toEqual([at + 1, 'cause']);
  });

  it('given a head, when it is forged, then it is found out', async () => {
    const heads = sealed();
    const forged = (at: number, change: (head: Head) => Head, key = sealKey) =>
      heads.with(
        at,
        headMessage(tenant, at + 1, [
          change(JSON.parse(heads[at]?.data ?? '') as Head),
          createSigner(key),
        ]),
      );
    const cases: readonly (readonly [readonly LogMessage[], number, string])[] = [
      [forged(2, (head) => head, otherKey), 30, 'head'],
      [forged(2, (head) => ({ ...head, root: 'a'.repeat(64) })), 30, 'head'],
      [forged(2, (head) => ({ ...head, consistency: [] })), 30, 'head'],
      [forged(2, (head) => ({ ...head, size: 31 })), 31, 'head'],
      [forged(2, (head) => ({ ...head, tenant: 'other' })), 30, 'head'],
      [heads.toSpliced(2, 1), 40, 'head'],
      [heads.toSpliced(2, 0, heads[1] as LogMessage), 21, 'head'],
      [heads.with(2, { ...(heads[2] as LogMessage), headers: {} }), 30, 'head'],
      [heads.with(2, { ...(heads[2] as LogMessage), data: '{' }), 21, 'head'],
    ];
    for (const [given, at, check] of cases)
      expect(await found({ heads: given })).toEqual([at, check]);
  });

  it('given a head over other events, when it is signed rightly, then the first that differs is named', async () => {
    const others = edited(messages, 14);
    const heads = sealed(others);
    expect(await found({ heads })).toEqual([15, 'tree']);
    const first = JSON.parse(sealed()[0]?.data ?? '') as Head;
    const honest = nextHead({
      tenant,
      previous: first,
      leaves: messages.slice(10, 20).map(leafOf),
      at: first.at,
    });
    const wrong = nextHead({
      tenant,
      previous: first,
      leaves: others.slice(10, 20).map(leafOf),
      at: first.at,
    });
    // Names the right leaves under the root of others.
    const mixed = { ...wrong, leaves: honest.leaves };
    const given = [
      sealed()[0] as LogMessage,
      headMessage(tenant, 2, [mixed, createSigner(sealKey)]),
    ];
    expect(await found({ heads: given })).toEqual([20, 'tree']);
  });

  it('given what is no event at all, when it lies in the stream, then it is named', async () => {
    const rogue = { ...(messages[8] as LogMessage), data: 'hello', headers: {} };
    expect(await found({ messages: unsigned.with(8, rogue), heads: [] })).toEqual([9, 'envelope']);
    const binary = { ...rogue, data: '//8=', base64: true as const };
    expect(await found({ messages: unsigned.with(8, binary), heads: [] })).toEqual([9, 'envelope']);
  });

  it('given one journey of a log, when only that is judged, then other events are only hashed', async () => {
    const own = await verify({ journey: 'globex-27001' });
    expect(own.events).toBe(messages.length);
    const none = await verify({ journey: 'initech-1' });
    expect([none.events, none.entities, none.firstBad]).toEqual([0, 0, undefined]);
    expect(await found({ journey: 'initech-1', messages: edited(messages, 5) })).toEqual([
      6,
      'tree',
    ]);
  });

  it('given faults in many places, when it is verified, then the first in stream order is named', async () => {
    const many = edited(edited(edited(messages, 50), 33), 41);
    expect(await found({ messages: many })).toEqual([34, 'tree']);
    expect(await found({ messages: many, heads: [] })).toEqual([34, 'signature']);
    const late = edited(messages, 60).toSpliced(61, 1);
    const verdict = await verify({ messages: late, heads: [] });
    expect(verdict.firstBad).toMatchObject({ streamSequence: 61, check: 'signature' });
    expect(verdict.events).toBe(60);
    expect(JSON.parse(verdictJson(verdict))).toMatchObject({
      ok: false,
      firstBad: { streamSequence: 61 },
    });
  });
});
