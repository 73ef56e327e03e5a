import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  ensureKeyRing,
  openKeyRing,
  type KeyRing,
  type KeyRingPlace,
} from '../../../../services/personal-data/index.ts';
import { rotateMasterKey } from '../../../../services/personal-data/rotate.ts';

let home: string;
let place: KeyRingPlace;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'certway-ring-'));
  place = {
    folder: join(home, 'ring'),
    masterKeys: join(home, 'keys/personal.keys'),
    tenant: 'acme',
  };
  ensureKeyRing(place);
});
afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});

const at = '2026-11-30T09:00:00.000Z';
const keyOf = (ring: KeyRing, subject: string) => ring.keyFor(subject)?.cipher.toString('hex');
const files = () => readdirSync(place.folder, { recursive: true }).map(String);

describe('the key ring', () => {
  it('given a new ring, when a subject is asked for twice and by another process, then all have one key, which only the owner can read', () => {
    const [one, other] = [openKeyRing(place), openKeyRing(place)];
    const key = keyOf(one, 'person:a-1');
    expect(keyOf(other, 'person:a-1')).toBe(key);
    expect(keyOf(one, 'person:a-2')).not.toBe(key);
    const reference = one.referenceOf('person:a-1');
    expect(statSync(join(place.folder, 'subjects', `${reference}.json`)).mode & 0o77).toBe(0);
    expect(statSync(place.masterKeys).mode & 0o77).toBe(0);
    expect(
      other
        .subjects()
        .map(({ subject }) => subject)
        .sort(),
    ).toEqual(['person:a-1', 'person:a-2']);
    ensureKeyRing(place);
    expect(keyOf(openKeyRing(place), 'person:a-1')).toBe(key);
  });

  it('given many processes, when each creates keys of the same subjects at once, then they agree and no draft is left', () => {
    const program = `
      import { openKeyRing } from ${JSON.stringify(join(process.cwd(), 'services/personal-data/index.ts'))};
      const ring = openKeyRing(${JSON.stringify(place)});
      console.log(JSON.stringify([...Array(20).keys()].map((n) => ring.keyFor('person:a-' + n).cipher.toString('hex'))));`;
    const script = `for i in 1 2 3; do "$NODE" --import tsx --input-type=module -e "$PROGRAM" & done; wait`;
    const { stdout, stderr } = spawnSync('bash', ['-c', script], {
      env: { ...process.env, NODE: process.execPath, PROGRAM: program },
      encoding: 'utf8',
    });
    const lines = stdout.trim().split('\n');
    expect({ stderr, count: lines.length }).toEqual({ stderr: '', count: 3 });
    expect(new Set(lines).size).toBe(1);
    expect(files().filter((file) => file.endsWith('.new'))).toEqual([]);
  }, 30_000);

  it('given a subject, when it is erased, then nothing of the key is left, other processes know at once, and it never gets another one', () => {
    const [one, other] = [openKeyRing(place), openKeyRing(place)];
    const [reference, bystander] = [one.referenceOf('person:a-1'), keyOf(other, 'person:a-2')];
    keyOf(one, 'person:a-1');
    keyOf(other, 'person:a-1');
    const fact = one.erase('person:a-1', at);
    expect(fact).toEqual({ type: 'SubjectErased', tenant: 'acme', reference, at });
    expect(files().filter((file) => file.includes(reference))).toEqual([
      join('erased', `${reference}.json`),
    ]);
    for (const ring of [one, other, openKeyRing(place)]) {
      expect(ring.keyFor('person:a-1')).toBeUndefined();
      expect(ring.keyBehind(reference)).toBeUndefined();
    }
    expect(keyOf(other, 'person:a-2')).toBe(bystander);
    expect(other.subjects().map(({ subject }) => subject)).toEqual(['person:a-2']);
    expect(one.erase('person:a-1', '2027-01-01T00:00:00.000Z')).toEqual(fact);
    expect(other.erasures()).toEqual([fact]);
    expect(readFileSync(join(place.folder, 'erased', `${reference}.json`), 'utf8')).not.toContain(
      'a-1',
    );
  });

  it('given an erasure, when a backup brings the key back, then it is not used, and destroyed by the next rewrapping', () => {
    const ring = openKeyRing(place);
    const reference = ring.referenceOf('person:a-1');
    keyOf(ring, 'person:a-1');
    cpSync(join(place.folder, 'subjects'), join(home, 'backup'), { recursive: true });
    ring.erase('person:a-1', at);
    cpSync(join(home, 'backup'), join(place.folder, 'subjects'), { recursive: true });
    expect(openKeyRing(place).keyBehind(reference)).toBeUndefined();
    openKeyRing(place).rewrap();
    expect(readdirSync(join(place.folder, 'subjects'))).toEqual([]);
  });

  it('given drafts that a killed process has left, when the subject is erased, then they are destroyed too', () => {
    const ring = openKeyRing(place);
    keyOf(ring, 'person:a-1');
    const path = join(place.folder, 'subjects', `${ring.referenceOf('person:a-1')}.json`);
    cpSync(path, `${path}.1.abcd.new`);
    ring.erase('person:a-1', at);
    expect(readdirSync(join(place.folder, 'subjects'))).toEqual([]);
  });

  it('given a master key that is rotated, when processes go on, then every key is the same under the new one and the old one is gone', () => {
    const ring = openKeyRing(place);
    const keys = ['person:a-1', 'person:a-2'].map((subject) => keyOf(ring, subject));
    const before = readFileSync(place.masterKeys, 'utf8');
    expect(rotateMasterKey(place)).toBe(2);
    const after = readFileSync(place.masterKeys, 'utf8');
    expect(
      after
        .split('\n')
        .some((line) => line !== '' && !line.startsWith('#') && before.includes(line)),
    ).toBe(false);
    for (const each of [ring, openKeyRing(place)]) {
      expect(['person:a-1', 'person:a-2'].map((subject) => keyOf(each, subject))).toEqual(keys);
      expect(each.keyFor('person:a-3')).toBeDefined();
    }
    expect(openKeyRing(place).referenceOf('person:a-1')).toBe(ring.referenceOf('person:a-1'));
  });

  it('given a rotation under way, when another one is asked for, then it is refused; given one that was killed, then it is finished', () => {
    const ring = openKeyRing(place);
    const key = keyOf(ring, 'person:a-1');
    writeFileSync(`${place.masterKeys}.lock`, String(process.ppid));
    expect(() => rotateMasterKey(place)).toThrow('wait for it');
    const gone = spawnSync(process.execPath, ['-e', '']).pid;
    writeFileSync(`${place.masterKeys}.lock`, String(gone));
    const first = readFileSync(place.masterKeys, 'utf8').split('\n')[1] ?? '';
    writeFileSync(place.masterKeys, `${Buffer.alloc(32, 9).toString('base64')}\n${first}\n`);
    expect(rotateMasterKey(place)).toBe(1);
    const lines = readFileSync(place.masterKeys, 'utf8').trim().split('\n');
    expect(lines.slice(1)).toEqual([Buffer.alloc(32, 9).toString('base64')]);
    expect(keyOf(openKeyRing(place), 'person:a-1')).toBe(key);
  });

  it.each<[string, () => void, string]>([
    ['no ring', () => rmSync(join(place.folder, 'ring.json')), 'There is no key ring'],
    ['no master keys', () => rmSync(place.masterKeys), 'There are no master keys'],
    [
      'other master keys',
      () => writeFileSync(place.masterKeys, `${Buffer.alloc(32, 7).toString('base64')}\n`),
      'is not in it',
    ],
    [
      'master keys that are none',
      () => writeFileSync(place.masterKeys, 'secret\n'),
      'base64 of 32 bytes',
    ],
    [
      'a ring that is none',
      () => writeFileSync(join(place.folder, 'ring.json'), '{}'),
      'is not what certway has written',
    ],
    [
      'the ring of another tenant',
      () => (place = { ...place, tenant: 'initech' }),
      'belongs to acme',
    ],
  ])(
    'given %s, when the ring is opened, then it is refused with what to do',
    (_, damage, message) => {
      damage();
      expect(() => openKeyRing(place)).toThrow(message);
    },
  );

  it('given a key that was lost, not erased, when its text is to be read, then it fails and says what is missing', () => {
    const ring = openKeyRing(place);
    keyOf(ring, 'person:a-1');
    rmSync(join(place.folder, 'subjects'), { recursive: true });
    expect(() => openKeyRing(place).keyBehind(ring.referenceOf('person:a-1'))).toThrow(
      'neither the key',
    );
  });
});
