import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  readExport,
  writeExport,
  type ExportContents,
  type ExportedMessage,
} from '../../../../services/export/index.ts';
import { later } from '../../../support/later.ts';

let parent = '';
beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), 'certway-export-'));
});
afterAll(() => {
  rmSync(parent, { recursive: true });
});

const bodies = ['{"a":1}', 'a line\nand another\r\nand\u2028one more', '', 'é 🦉 \u0000', '//8='];
const messages = bodies.map((data, index): ExportedMessage => ({
  seq: index + 1,
  subject: `certway.acme.j-1.certification.self.Event${index}`,
  time: '2026-01-01T08:00:00.000Z',
  headers: { 'Nats-Msg-Id': [`j-1:${index + 1}`], Many: ['a', 'b'] },
  data,
  ...(data === '//8=' && { base64: true }),
}));

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

function contents(changes: Partial<ExportContents> = {}): ExportContents {
  return {
    ...{ tenant: 'acme', stream: 'CERTWAY_ACME', exportedAt: '2026-02-01T08:00:00.000Z' },
    lastSequence: messages.length,
    entries: later(messages.map((message) => ({ message }))),
    heads: later(messages.slice(0, 1)),
    keys: { 'events.k.pub.pem': '-----BEGIN PUBLIC KEY-----\n' },
    ...changes,
  };
}

describe('export', () => {
  it('given messages of any bytes, when they are exported and read, then they are the same', async () => {
    const folder = join(parent, 'same');
    await writeExport(folder, contents());
    const read = await readExport(folder);
    expect(await all(read.messages())).toEqual(messages);
    expect(await all(read.heads())).toEqual(messages.slice(0, 1));
    expect(await all(read.proofs())).toEqual([]);
    expect(await read.differences()).toEqual([]);
    expect(read.manifest).toMatchObject({
      count: 5,
      headCount: 1,
      firstSequence: 1,
      lastSequence: 5,
    });
    expect(readdirSync(folder).sort()).toEqual([
      'events.jsonl',
      'heads.jsonl',
      'keys',
      'manifest.json',
    ]);
  });

  it('given more than a chunk holds, when it is exported and read, then no line is lost or cut', async () => {
    const folder = join(parent, 'long');
    const many = Array.from({ length: 3000 }, (_, index) => ({
      ...(messages[0] as ExportedMessage),
      seq: index + 1,
      data: 'é'.repeat(1 + (index % 900)),
    }));
    await writeExport(folder, contents({ entries: later(many.map((message) => ({ message }))) }));
    const read = await readExport(folder);
    expect(await all(read.messages())).toEqual(many);
    expect(await read.differences()).toEqual([]);
  });

  it('given one journey, when it is exported, then each event has its proof', async () => {
    const folder = join(parent, 'journey');
    const proof = { seq: 2, size: 4, path: ['a'.repeat(64)] };
    const entries = later([{ message: messages[1] as ExportedMessage, proof }]);
    await writeExport(folder, contents({ journey: 'j-1', entries }));
    const read = await readExport(folder);
    expect(await all(read.proofs())).toEqual([proof]);
    expect(read.manifest).toMatchObject({ journey: 'j-1', firstSequence: 2, count: 1 });
    expect(await read.differences()).toEqual([]);
  });

  it('given a failure on the way, when it has failed, then there is no folder', async () => {
    const before = readdirSync(parent);
    async function* broken() {
      yield* later([{ message: messages[0] as ExportedMessage }]);
      throw new Error('the server went away');
    }
    const exporting = writeExport(join(parent, 'broken'), contents({ entries: broken() }));
    await expect(exporting).rejects.toThrow('the server went away');
    expect(readdirSync(parent)).toEqual(before);
  });

  it('given a folder that exists, when something is exported there, then it is left alone', async () => {
    const folder = join(parent, 'taken');
    mkdirSync(folder);
    await expect(writeExport(folder, contents())).rejects.toThrow('exists already');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('given files that were changed, when they are compared, then each is named', async () => {
    const folder = join(parent, 'changed');
    await writeExport(folder, contents());
    const path = join(folder, 'events.jsonl');
    writeFileSync(path, readFileSync(path, 'utf8').replace('{\\"a\\":1}', '{\\"a\\":2}'));
    rmSync(join(folder, 'heads.jsonl'));
    const read = await readExport(folder);
    expect(await read.differences()).toEqual([
      'events.jsonl is not as it was written',
      'heads.jsonl is missing',
    ]);
  });

  it('given a line that is none, when it is read, then it is named', async () => {
    const folder = join(parent, 'line');
    await writeExport(folder, contents());
    const path = join(folder, 'events.jsonl');
    writeFileSync(path, readFileSync(path, 'utf8').replace('{"seq":3,', '{"seq":'));
    const read = await readExport(folder);
    await expect(all(read.messages())).rejects.toThrow('line 3 of events.jsonl cannot be read');
  });

  it('given a folder that is none, or of a newer version, when it is opened, then it says so', async () => {
    await expect(readExport(parent)).rejects.toThrow('there is no manifest.json in it');
    const folder = join(parent, 'newer');
    await writeExport(folder, contents());
    const path = join(folder, 'manifest.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"version": 1', '"version": 2'));
    await expect(readExport(folder)).rejects.toThrow('cannot be read by this version of certway');
  });
});
