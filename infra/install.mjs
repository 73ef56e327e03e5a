import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';

const changedAtMs = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/**
 * Installs the dependencies when there are none or the lockfile is newer than they are. Needs
 * nothing but Node and npm, so that a fresh clone can call it.
 *
 * @returns whether the dependencies are there now
 */
export function installDependencies() {
  if (changedAtMs('node_modules/.package-lock.json') >= changedAtMs('package-lock.json'))
    return true;
  process.stdout.write('installing dependencies\n');
  return spawnSync('npm', ['ci'], { stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;
}
