import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setup } from 'xstate';
import { z } from 'zod';
import {
  earlierShape,
  personal,
  register,
  type DurableMachine,
  type RecordedEvent,
} from '../../../../machines/engine/index.ts';
import { machines } from '../../../../machines/index.ts';
import { RetryLaterError } from '../../../../services/consumer/index.ts';
import {
  eventOpener,
  eventTypes,
  GENESIS_HASH,
  parseEnvelope,
  toBytes,
} from '../../../../services/event-log/index.ts';
import {
  encrypted,
  ensureKeyRing,
  inClear,
  openKeyRing,
} from '../../../../services/personal-data/index.ts';
import { eventOf } from '../../../support/event-stream.ts';
import { contractOf } from '../../../support/small-machine.ts';

const text = () => personal(z.string(), { subject: 'actor' });
const first = z.strictObject({ note: text() });
const second = z.strictObject({ remark: text(), words: z.int() });

/** Takes notes, whose text has had another name in the version before. */
const notebook: DurableMachine = (() => {
  const machine = setup({}).createMachine({
    ...{ id: 'notebook', version: '1', context: {} },
    on: { NoteTaken: { actions: [] } },
  });
  const loose = contractOf(machine, { commands: ['NoteTaken'] });
  const upcast = ({ note }: z.infer<typeof first>) => ({
    remark: note,
    words: note.split(' ').length,
  });
  const NoteTaken = {
    ...{ description: 'A note.', data: second, version: 2 },
    earlier: { 1: earlierShape({ data: first, example: { note: 'a b' }, upcast }) },
  };
  const doNoteTaken = { ...loose.commands['doNoteTaken'], example: { remark: 'a', words: 1 } };
  const events = { Started: loose.events['Started'], NoteTaken };
  return register({ contract: { ...loose, events, commands: { doNoteTaken } }, machine });
})();

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'certway-open-'));
});
afterAll(() => rmSync(home, { recursive: true }));

function newPlace(name: string) {
  const place = {
    ...{ folder: join(home, name, 'ring'), masterKeys: join(home, name, 'keys') },
    tenant: 't',
  };
  ensureKeyRing(place);
  return place;
}

const noteOf = (version: number, data: object): RecordedEvent =>
  eventOf('n', 2, {
    ...{ machine: 'notebook', type: 'NoteTaken', version, data: { ...data } },
    actor: { id: 'a-1', role: 'clerk' },
  });

describe('what consumers see of a stored event', () => {
  it('given an encrypted event of an earlier version, when it is opened, then it is in clear and in the newest shape, wherever its texts were', () => {
    const ring = openKeyRing(newPlace('one'));
    const personal = encrypted(ring, [notebook.contract]);
    const bytes = toBytes(
      't',
      personal.seal(noteOf(1, { note: 'three small words' })),
      GENESIS_HASH,
    );
    expect(bytes).not.toContain('three');
    const stored = parseEnvelope(bytes);
    const open = eventOpener(personal, [notebook]);
    expect(open(stored)).toEqual({
      ...stored,
      type: 'org.certway.notebook.NoteTaken.v2',
      dataschema: 'urn:certway:event:notebook:NoteTaken:2',
      data: { remark: 'three small words', words: 3 },
    });
    ring.erase('person:a-1', '2027-01-01T00:00:00.000Z');
    expect(open(stored).data).toEqual({ remark: '[erased]', words: 1 });
  });

  it('given what is new already, or of a machine that nobody knows, when it is opened, then it stays as it is', () => {
    for (const event of [
      noteOf(2, { remark: 'a', words: 1 }),
      noteOf(3, { more: 1 }),
      eventOf('a', 1),
    ]) {
      const stored = parseEnvelope(toBytes('t', event, GENESIS_HASH));
      expect(eventOpener(inClear, [notebook])(stored)).toEqual(stored);
      expect(eventOpener(inClear, machines)(stored)).toEqual(stored);
    }
  });

  it('given a version with no way up, when it is opened, then that is said; given a lost key, then it is to be tried later', () => {
    const unknown = parseEnvelope(toBytes('t', noteOf(0, {}), GENESIS_HASH));
    expect(() => eventOpener(inClear, [notebook])(unknown)).toThrow(
      'NoteTaken of notebook in version 0',
    );
    const place = newPlace('two');
    const writer = encrypted(openKeyRing(place), [notebook.contract]);
    const stored = parseEnvelope(toBytes('t', writer.seal(noteOf(1, { note: 'a' })), GENESIS_HASH));
    const subjects = join(place.folder, 'subjects');
    for (const file of readdirSync(subjects)) rmSync(join(subjects, file));
    const open = eventOpener(encrypted(openKeyRing(place), []), [notebook]);
    expect(() => open(stored)).toThrow(RetryLaterError);
    expect(() => open({ ...stored, id: 'n:3' })).toThrow(RetryLaterError);
  });
});

describe('the types of events', () => {
  it('given a type of an earlier version, when asked for the newest, then it is what the opener makes of it', () => {
    const { known, newest } = eventTypes([notebook]);
    const type = 'org.certway.notebook.NoteTaken.v2';
    expect(known).toContainEqual({ name: 'NoteTaken', type });
    expect(newest('org.certway.notebook.NoteTaken.v1')).toBe(type);
    expect(newest(type)).toBe(type);
    expect(newest('org.certway.ledger.Booked.v1')).toBe('org.certway.ledger.Booked.v1');
  });
});
