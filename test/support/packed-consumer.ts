import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** Programs outside of this repository that have the packed consumer SDK, and nothing else of it. */
export interface PackedConsumer {
  readonly folder: string;
  /** Runs an ES module there. Gives its standard output. */
  readonly run: (code: string) => string;
  readonly remove: () => void;
}

/** Packs `services/consumer` and unpacks it into an empty folder. */
export function packConsumer(): PackedConsumer {
  const folder = mkdtempSync(join(tmpdir(), 'certway-packed-'));
  execFileSync('npm', ['run', '--silent', 'pack:consumer'], { cwd: root, stdio: 'pipe' });
  const target = join(folder, 'node_modules/@certway/consumer');
  mkdirSync(target, { recursive: true });
  const archive = join(root, 'dist/certway-consumer-0.1.0.tgz');
  execFileSync('tar', ['-xzf', archive, '-C', target, '--strip-components=1']);
  for (const name of ['@nats-io', 'zod'])
    symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  return {
    folder,
    run: (code) =>
      execFileSync(process.execPath, ['--input-type=module', '--eval', code], {
        cwd: folder,
        encoding: 'utf8',
        timeout: 30_000,
      }),
    remove: () => rmSync(folder, { recursive: true }),
  };
}
