import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from './repository-files.ts';

/** A throw-away copy of this project's tools around other source files. */
export interface PlantedProject {
  /** Runs Node in the project and gives what it printed and its exit code. */
  readonly run: (...args: readonly string[]) => { readonly stdout: string; readonly code: number };
  /** Deletes the project. */
  readonly remove: () => void;
}

const tools = ['package.json', 'tsconfig.json', 'eslint.config.js', '.dependency-cruiser.js'];

/**
 * Makes a project with the same checks.
 *
 * @param files - path to text
 * @param copied - files of the repository to take along
 */
export function plantProject(
  files: Readonly<Record<string, string>>,
  copied: readonly string[] = tools,
): PlantedProject {
  const folder = mkdtempSync(join(tmpdir(), 'certway-planted-'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const path of copied) cpSync(join(root, path), join(folder, path));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return {
    run: (...args) => {
      const { stdout, status } = spawnSync(process.execPath, args, {
        cwd: folder,
        encoding: 'utf8',
      });
      return { stdout, code: status ?? 1 };
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}
