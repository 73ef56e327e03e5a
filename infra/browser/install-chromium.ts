import type { RunCommand } from '../servers/index.ts';

/** What an installation depends on. */
export interface Installer {
  readonly run: RunCommand;
  /** Content of `/etc/os-release`; undefined where there is none. */
  readonly release: string | undefined;
  readonly isRoot: boolean;
  /** Receives the progress, line by line. */
  readonly report: (line: string) => void;
}

const debian = /^ID="?debian"?$/m;

/** No questions: nobody may be there to answer them. */
const apt = ['DEBIAN_FRONTEND=noninteractive', 'apt-get'];
const steps = [['update'], ['install', '--yes', '--no-install-recommends', 'chromium']];

/**
 * Installs Chromium with the package manager, on Debian as root only.
 *
 * @returns why it did not, or undefined when it did
 */
export async function installChromium(installer: Installer): Promise<string | undefined> {
  const { run, release, isRoot, report } = installer;
  if (!debian.test(release ?? '')) return 'installation: only on Debian';
  if (!isRoot) return 'installation with apt-get: only as root';
  for (const step of steps) {
    const title = `apt-get ${step.join(' ')}`;
    report(title);
    const { code, fault, lines } = await run('env', [...apt, ...step], report);
    if (code !== 0) return `${title}: ${fault ?? lines.at(-1) ?? 'failed without a word'}`;
  }
  return undefined;
}
