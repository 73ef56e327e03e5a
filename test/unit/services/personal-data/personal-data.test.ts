import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { z } from 'zod';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  dehydrate,
  ENCRYPTED,
  ENCRYPTED_TEXT,
  ERASED,
  erasedEvent,
  fold,
  LARGEST_MESSAGE_BYTES,
  personal,
  personalPlaces,
  sizeFault,
  withTexts,
  type DurableMachine,
  type RecordedEvent,
} from '../../../../machines/engine/index.ts';
import { machines } from '../../../../machines/index.ts';
import {
  fromEnvelope,
  GENESIS_HASH,
  hashOfBytes,
  parseEnvelope,
  toBytes,
} from '../../../../services/event-log/index.ts';
import {
  encrypted,
  ensureKeyRing,
  inClear,
  openKeyRing,
  type KeyRing,
  type PersonalData,
} from '../../../../services/personal-data/index.ts';
import { readStreams } from '../../../support/streams.ts';

const contracts = machines.map(({ contract }) => contract);
const tenant = 'acme';
let home: string;
let count = 0;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'certway-personal-'));
});
afterAll(() => {
  rmSync(home, { recursive: true, force: true });
});

function newRing(): KeyRing {
  count += 1;
  const name = join(home, String(count));
  const place = { folder: join(name, 'ring'), masterKeys: join(name, 'keys'), tenant };
  ensureKeyRing(place);
  return openKeyRing(place);
}

/** The logs of the worked case, in which every personal text can be told from everything else. */
const logs = readStreams()
  .filter(({ machine }) => machines.includes(machine))
  .map(({ name, machine, events }) => ({
    name,
    machine,
    events: events.map((event) => {
      const places = personalPlaces(machine.contract, event);
      const texts = places.map(({ path }) => ({
        path,
        text: `secret ü👩‍🔬 ${event.type} ${path.join('.')}`,
      }));
      return { ...event, data: withTexts(event.data, texts) };
    }),
  }));

/** A log as it is stored: one line of bytes per event, each with the hash of the one before. */
function stored(events: readonly RecordedEvent[], personal: PersonalData): string[] {
  let prevhash = GENESIS_HASH;
  return events.map((event) => {
    const line = toBytes(tenant, personal.seal(event), prevhash);
    prevhash = hashOfBytes(line);
    return line;
  });
}

const read = (lines: readonly string[], personal: PersonalData): RecordedEvent[] =>
  lines.map((line) => fromEnvelope(personal.open(parseEnvelope(line))));
const stateOf = (machine: DurableMachine, events: readonly RecordedEvent[]) =>
  dehydrate(machine, fold(machine, events));

describe.each(logs)('personal data of $name', ({ machine, events }) => {
  it('given a ring, when the log is stored, then no personal text is in the bytes, and a reader with the ring gets every event back', () => {
    const personal = encrypted(newRing(), contracts);
    const lines = stored(events, personal);
    expect(lines.join('\n')).not.toContain('secret');
    expect(read(lines, personal)).toEqual(events);
    expect(stored(events, personal)).toEqual(lines);
  });

  it('given every personal text is erased, when the log is folded, then the state is the same but for those texts', () => {
    const erased = events.map((event) => erasedEvent(machine.contract, event));
    const before = JSON.stringify(stateOf(machine, events));
    expect(JSON.stringify(stateOf(machine, erased))).toBe(
      before.replaceAll(/"secret [^"]*"/g, JSON.stringify(ERASED)),
    );
  });

  it('given a reader without the ring, when the log is read and folded, then markers stand for the texts', () => {
    const lines = stored(events, encrypted(newRing(), contracts));
    const seen = read(lines, inClear);
    expect(stateOf(machine, seen).sequence).toBe(events.length);
    const marked = events.flatMap((event) => personalPlaces(machine.contract, event));
    const markers = JSON.stringify(seen.map(({ data }) => data)).split(JSON.stringify(ENCRYPTED));
    expect(markers.length - 1).toBe(marked.length);
  });

  it('given everybody is erased, when the log is read, then the bytes are as before, their chain holds, and the fold goes on', () => {
    const ring = newRing();
    const personal = encrypted(ring, contracts);
    const lines = stored(events, personal);
    for (const { subject } of ring.subjects()) ring.erase(subject, '2027-01-01T00:00:00.000Z');
    const seen = read(lines, personal);
    expect(JSON.stringify(seen)).not.toContain('secret');
    expect(stateOf(machine, seen).sequence).toBe(events.length);
    lines.slice(1).forEach((line, index) => {
      expect(parseEnvelope(line).prevhash).toBe(hashOfBytes(lines[index] ?? ''));
    });
  });

  it('given a state that a migration stores whole, when it is stored, then no personal text of it is in the bytes', () => {
    const state = stateOf(machine, untilFinding(events));
    const identity = { id: machine.contract.id, version: '1.0.0', hash: '' };
    const [first] = events as [RecordedEvent];
    const { actor: _a, payloadHash: _p, ...rest } = first;
    const migrated: RecordedEvent = {
      ...rest,
      ...{ type: 'MachineMigrated', cause: 'migrated', sequence: events.length + 1 },
      data: { from: identity, to: identity, state: { ...state, outbox: messagesOf(events) } },
    };
    const personal = encrypted(newRing(), contracts);
    const [line = ''] = stored([migrated], personal);
    expect(line).not.toContain('secret');
    expect(read([line], personal)[0]?.data).toEqual(migrated.data);
  });
});

/** Up to the last finding: then the state holds what its nonconformity is started with. */
function untilFinding(events: readonly RecordedEvent[]): readonly RecordedEvent[] {
  const index = events.findLastIndex(({ type }) => type === 'FindingRaised');
  return index < 0 ? events : events.slice(0, index + (events[index]?.stepSize ?? 1));
}

/** Events as messages that wait for the parent. */
function messagesOf(events: readonly RecordedEvent[]): object {
  const messages = events.map(({ type, data, actor }, index) => ({
    ...{ number: index + 1, id: 'x:1', kind: 'event', type, data, correlationId: 'x:1' },
    ...(actor && { actor }),
  }));
  return { parent: messages };
}

const [audit] = logs.filter(({ machine }) => machine.contract.id === 'audit');
const reported = audit?.events.find(({ type }) => type === 'FindingRaised') as RecordedEvent;

describe('what is stored of personal data', () => {
  const actor = { id: 'c-7', role: 'client' };
  const base: RecordedEvent = {
    ...{ entity: 'globex-27001/nc-1', machine: 'nonconformity', machineVersion: '1.0.0' },
    ...{ version: 1, type: 'CapSubmitted', cause: 'command', at: '2026-12-01T09:00:00.000Z' },
    ...{ sequence: 3, step: 3, stepIndex: 1, stepSize: 1, causationId: 'c', correlationId: 'c' },
    ...{ actor, payloadHash: '0123456789abcdef' },
    data: {
      rootCause: 'secret cause',
      correction: '',
      actions: [{ what: 'secret action', owner: 'o-1', due: '2027-01-31' }],
    },
  };
  const personalOf = (ring: KeyRing) => encrypted(ring, contracts);

  it('given one of two subjects is erased, when the event is read, then the other text stays, and the hash of both goes', () => {
    const ring = newRing();
    const sealed = personalOf(ring).seal(base);
    const envelope = {
      id: 'globex-27001/nc-1:3',
      data: sealed.data,
      payloadhash: sealed.payloadHash,
    };
    expect(personalOf(ring).open(envelope)).toMatchObject({
      data: base.data,
      payloadhash: base.payloadHash,
    });
    ring.erase('person:o-1', '2027-01-01T00:00:00.000Z');
    expect(personalOf(ring).open(envelope)).toMatchObject({
      data: { rootCause: 'secret cause', actions: [{ what: ERASED, owner: 'o-1' }] },
      payloadhash: ERASED,
    });
  });

  it('given a subject is erased, when the same event is written again, then nothing of the text is stored', () => {
    const ring = newRing();
    const before = personalOf(ring).seal(base);
    expect(String(before.data['rootCause'])).toMatch(ENCRYPTED_TEXT);
    expect(String(before.data['correction'])).toMatch(ENCRYPTED_TEXT);
    ring.erase('person:c-7', '2027-01-01T00:00:00.000Z');
    const after = personalOf(ring).seal(base);
    expect(after.data).toMatchObject({ rootCause: ERASED, correction: ERASED });
    const { data } = personalOf(ring).seal({ ...base, data: after.data });
    expect(data).toMatchObject({ rootCause: ERASED, correction: ERASED });
  });

  it('given an encrypted text, when it is pasted into another field, event or tenant, then reading fails', () => {
    const personal = personalOf(newRing());
    const { data } = personal.seal(base);
    const pasted = { ...data, correction: data['rootCause'] };
    const envelope = { id: 'globex-27001/nc-1:3', data };
    expect(() => personal.open({ ...envelope, data: pasted })).toThrow('another place');
    expect(() => personal.open({ ...envelope, id: 'globex-27001/nc-1:4' })).toThrow(
      'another place',
    );
  });

  it('given texts that look like what the log stores itself, when they are stored with and without a ring, then they come back as they were', () => {
    const odd = [
      'enc:v1:',
      `enc:v1:${'a'.repeat(32)}:${'A'.repeat(60)}`,
      'enc:v0:x',
      'enc:v0:enc:v1:',
      ERASED,
    ];
    for (const personal of [inClear, personalOf(newRing())]) {
      for (const text of odd) {
        const event = { ...base, data: { ...base.data, rootCause: text, other: [text] } };
        const { data } = personal.seal(event);
        expect(personal.open({ id: 'globex-27001/nc-1:3', data }).data).toEqual(event.data);
      }
    }
  });

  it('given events of the engine, when they are stored, then what people wrote is encrypted in them too', () => {
    const personal = personalOf(newRing());
    const { data: payload } = base;
    const given: Partial<RecordedEvent>[] = [
      {
        type: 'CommandRefused',
        cause: 'refused',
        data: {
          command: 'x',
          faults: [
            { id: 'pattern', path: 'secret', given: '"secret"', values: { pattern: '/a/' } },
          ],
        },
      },
      {
        type: 'InputSetAside',
        data: { input: 'i', kind: 'command', name: 'submitCap', reason: 'secret', payload },
      },
      {
        type: 'CommandRouted',
        machine: 'certification',
        data: { child: 'nc-1', command: 'submitCap', payload },
      },
      { type: 'FindingRaised', machine: 'certification', cause: 'child', data: reported.data },
      {
        type: 'NonconformityRaised',
        cause: 'start',
        data: { statement: 'secret', evidence: 'secret' },
      },
    ];
    for (const each of given) {
      const { actor: _actor, ...rest } = base;
      const event = { ...(each.cause === 'start' ? rest : base), ...each } as RecordedEvent;
      const line = toBytes(tenant, personal.seal(event), GENESIS_HASH);
      expect(line).not.toContain('secret');
      expect(fromEnvelope(personal.open(parseEnvelope(line)))).toEqual({
        ...event,
        message: undefined,
      });
    }
    const [refused] = given;
    const { payloadHash } = personal.seal({ ...base, ...refused, data: {} } as RecordedEvent);
    expect(payloadHash).toMatch(ENCRYPTED_TEXT);
  });

  it('given an event without personal data, or of a machine that is not known, when it is stored, then nothing is encrypted', () => {
    const personal = personalOf(newRing());
    const plain = { ...base, type: 'NonconformityAcknowledged', data: {} };
    expect(personal.seal(plain)).toEqual(plain);
    const foreign = { ...base, machine: 'parcel' };
    expect(personal.seal(foreign)).toEqual(foreign);
  });
});

describe('the size of what is stored', () => {
  const text = z.string();
  const person = personal(text, { subject: { field: 'person' } });
  const said = z.array(z.strictObject({ person: text, text: person }));
  const note = personal(text, { subject: 'actor' });
  const data = z.strictObject({ said, notes: z.array(note), plain: z.array(text) });
  const [{ contract }] = machines as readonly [DurableMachine];
  const talkative = {
    ...contract,
    id: 'talk',
    events: { Talked: { description: 'Talked.', data } },
  };
  const event = (given: z.infer<typeof data>): RecordedEvent => ({
    ...{ entity: 'j'.repeat(64), machine: 'talk', machineVersion: '1.0.0', version: 1 },
    ...{ type: 'Talked', cause: 'command', at: '2027-01-01T00:00:00.000Z', data: given },
    ...{ sequence: 7, step: 7, stepIndex: 1, stepSize: 1, payloadHash: 'a'.repeat(64) },
    ...{ causationId: 'c'.repeat(1_000), correlationId: 'c'.repeat(1_000) },
    actor: { id: 'a'.repeat(64), role: 'r'.repeat(64) },
  });
  const bytesOf = (one: RecordedEvent, how: PersonalData): number =>
    Buffer.byteLength(toBytes(tenant, how.seal(one), GENESIS_HASH));
  /** Headers of a message, which count too. */
  const HEADERS = 4_096;
  /** All but a migrated state takes half a message at most. */
  const MOST_BYTES = LARGEST_MESSAGE_BYTES / 2;

  it('given whatever people write, when nothing is said against its size, then the message fits, encrypted or not', () => {
    const sealed = encrypted(newRing(), [talkative]);
    const piece = fc.constantFrom('', 'x', '漢', '👩‍🔬', 'enc:v1:', '"', '\n', 'a text');
    const pieces = fc
      .tuple(piece, fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 4_000 }))
      .map(([one, length, count]) => Array.from({ length: count }, () => one.repeat(length)));
    const people = fc
      .tuple(piece, fc.integer({ min: 0, max: 60 }))
      .map(([one, count]) =>
        Array.from({ length: count }, (_, at) => ({ person: `p-${String(at)}`, text: one })),
      );
    let refused = 0;
    fc.assert(
      fc.property(people, pieces, pieces, (said, notes, plain) => {
        const one = event({ said, notes, plain });
        if (sizeFault(talkative, one) !== undefined) refused += 1;
        else
          for (const how of [sealed, inClear])
            expect(bytesOf(one, how) + HEADERS).toBeLessThanOrEqual(MOST_BYTES);
      }),
      { numRuns: 60 },
    );
    expect(refused).toBeGreaterThan(0);
    const shortest = event({ said: [], notes: Array.from({ length: 1_350 }, () => ''), plain: [] });
    expect(sizeFault(talkative, shortest)).toBeUndefined();
    expect(bytesOf(shortest, sealed)).toBeLessThan(MOST_BYTES);
    const marked = event({
      said: [],
      notes: [],
      plain: Array.from({ length: 24_000 }, () => 'enc:v1:'),
    });
    expect(bytesOf(marked, inClear)).toBeGreaterThan(MOST_BYTES);
    expect(sizeFault(talkative, marked)).toBeDefined();
  });

  it('given a hundred people in one event, when it is stored, then its hash grows by each and not with each, and is read again', () => {
    const said = Array.from({ length: 100 }, (_, at) => ({ person: `p-${String(at)}`, text: 'x' }));
    const ring = newRing();
    const how = encrypted(ring, [talkative]);
    const one = event({ said, notes: [], plain: [] });
    const line = toBytes(tenant, how.seal(one), GENESIS_HASH);
    expect(parseEnvelope(line).payloadhash?.length).toBeLessThan(7_000);
    expect(fromEnvelope(how.open(parseEnvelope(line)))).toEqual(one);
    ring.erase('person:p-50', '2027-01-01T00:00:00.000Z');
    expect(how.open(parseEnvelope(line)).payloadhash).toBe(ERASED);
  });
});
