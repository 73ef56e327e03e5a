import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GENESIS_HASH, toBytes } from '../../../../services/event-log/index.ts';
import { eventOf } from '../../../support/event-stream.ts';
import { packConsumer, type PackedConsumer } from '../../../support/packed-consumer.ts';

const root = join(import.meta.dirname, '../../../..');
let packed: PackedConsumer;
beforeAll(() => {
  packed = packConsumer();
}, 60_000);
afterAll(() => packed.remove());

describe('consumer, packed and unpacked elsewhere', () => {
  it('given plain JavaScript, when it imports the package, then it reads an event', () => {
    const bytes = toBytes('acme', eventOf('globex/nc-1', 7), GENESIS_HASH);
    const output = packed.run(`
      import { entityOf, filterSubjects, parseEnvelope } from '@certway/consumer';
      const event = parseEnvelope(${JSON.stringify(bytes)});
      console.log(entityOf(event), event.type, ...filterSubjects('acme', { journey: 'globex' }));
    `);
    expect(output).toBe('globex/nc-1 org.certway.order.NoteAdded.v1 certway.acme.globex.*.*.*\n');
  });

  it('given TypeScript, when it is compiled against the package, then the types are found and checked', () => {
    writeFileSync(join(packed.folder, 'package.json'), '{ "type": "module" }');
    const code = `import { createConsumer, type Consumer } from '@certway/consumer';
      import type { NatsConnection } from '@nats-io/nats-core';
      declare const connection: NatsConnection;
      const given = { connection, tenant: 't' };
      export const good: Consumer = createConsumer({
        ...given, handle: async ({ sequence }) => { sequence.padEnd(1); } });
      export const bad = createConsumer({ ...given, handle: async ({ nonsense }) => { nonsense; } });`;
    writeFileSync(join(packed.folder, 'use.ts'), code);
    const flags = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023'];
    const { stdout } = spawnSync(
      process.execPath,
      [join(root, 'node_modules/typescript/bin/tsc'), ...flags, '--skipLibCheck', 'use.ts'],
      { cwd: packed.folder, encoding: 'utf8' },
    );
    expect(stdout).toMatch(/^use\.ts\(7,\d+\): error TS2339: Property 'nonsense' .*\n$/);
  }, 60_000);

  it('given its dependencies, when compared with those of the project, then they are the same versions', () => {
    const read = (path: string) =>
      (JSON.parse(readFileSync(join(root, path), 'utf8')) as { dependencies: object }).dependencies;
    expect(read('package.json')).toMatchObject(read('services/consumer/package.json'));
  });
});
