import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { clearDataFolder, prepareDataFolder } from '../../../../infra/stack/data-folder.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'certway-data-'));
});
afterEach(() => {
  rmSync(dataDir, { recursive: true, force: true });
});

const written = () => JSON.parse(readFileSync(join(dataDir, 'version.json'), 'utf8')) as unknown;
const prepare = (Temporal: string, NATS = '2.15.1') =>
  prepareDataFolder(dataDir, { Temporal, NATS });

describe('data folder', () => {
  it('given an empty folder, when prepared, then it has its parts and the versions', () => {
    prepare('1.32.0');
    expect(readdirSync(dataDir)).toEqual(['logs', 'nats', 'temporal', 'version.json']);
    expect(written()).toEqual({ layout: 1, servers: { NATS: '2.15.1', Temporal: '1.32.0' } });
  });

  it('given data of an older server, when prepared, then the newer version is noted', () => {
    prepare('1.32.0');
    prepare('1.33.1');
    expect(written()).toMatchObject({ servers: { Temporal: '1.33.1' } });
  });

  it('given data of another patch, when prepared, then it is used', () => {
    prepare('1.32.4');
    prepare('1.32.0');
    expect(written()).toMatchObject({ servers: { Temporal: '1.32.0' } });
  });

  it('given data of a newer server, when prepared, then one line refuses and the note stays', () => {
    prepare('1.33.0');
    expect(() => prepare('1.32.0')).toThrow(
      `The data folder ${dataDir} was written by Temporal 1.33.0, newer than 1.32.0: ` +
        'use the newer one, or begin anew with `npm start -- --fresh`.',
    );
    expect(written()).toMatchObject({ servers: { Temporal: '1.33.0' } });
  });

  it('given only one started server, when prepared, then the version of the other is kept', () => {
    prepare('1.33.0');
    prepareDataFolder(dataDir, { NATS: '2.16.0' });
    expect(written()).toMatchObject({ servers: { Temporal: '1.33.0', NATS: '2.16.0' } });
  });

  it.each([
    ['{"layout":2,"servers":{}}', 'a certway with layout 2, newer than this one (layout 1)'],
    ['{"layout":"2027"}', 'something that this certway cannot read, newer than layout 1'],
  ])('given the version file %s, when prepared, then it is refused', (content, why) => {
    writeFileSync(join(dataDir, 'version.json'), content);
    expect(() => prepare('1.32.0')).toThrow(`The data folder ${dataDir} was written by ${why}`);
  });

  it('given data, when cleared, then everything of certway is gone, and the folder too', async () => {
    prepare('1.32.0');
    writeFileSync(join(dataDir, 'temporal', 'temporal.db'), 'data');
    await clearDataFolder(dataDir, () => undefined);
    expect(existsSync(dataDir)).toBe(false);
    await clearDataFolder(dataDir, () => undefined);
    expect(existsSync(dataDir)).toBe(false);
  });

  it("given somebody else's files, when cleared, then they stay", async () => {
    prepare('1.32.0');
    writeFileSync(join(dataDir, 'thesis.txt'), 'mine');
    await clearDataFolder(dataDir, () => undefined);
    expect(readdirSync(dataDir)).toEqual(['thesis.txt']);
  });
});
