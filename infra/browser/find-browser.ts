import { StartError } from '../start-error.ts';
import type { RunCommand } from '../servers/index.ts';
import { placesOf } from './places.ts';

/** The variable that names the executable to use. */
const variable = 'CERTWAY_CHROMIUM_BIN';

/** Where a browser may come from. */
export interface BrowserSources {
  readonly run: RunCommand;
  /** The executable that the configuration names. */
  readonly given: string | undefined;
  readonly platform: NodeJS.Platform;
  /** Installs Chromium on this system. Returns why it did not, or undefined when it did. */
  readonly install: () => Promise<string | undefined>;
}

const versionLine = /^(?:Google Chrome|Chromium)\b.* \d+\.\d+/;

type Trial = { readonly path: string } | { readonly why: string };

/** Asks an executable for its version, and a name on PATH for its path. */
async function tryCommand(run: RunCommand, command: string): Promise<Trial> {
  const { code, fault, lines } = await run(command, ['--version']);
  if (fault !== undefined)
    return { why: fault === 'ENOENT' ? 'not there' : `not usable: ${fault}` };
  if (code !== 0 || !lines.some((line) => versionLine.test(line)))
    return { why: 'not usable: it does not tell the version of a Chromium' };
  if (command.includes('/')) return { path: command };
  const located = await run('sh', ['-c', 'command -v "$0"', command]);
  return { path: located.lines[0] ?? command };
}

const nothingFound = (tried: readonly string[]): StartError =>
  new StartError(
    'BROWSER_NOT_FOUND',
    [
      'The browser tier did not run: there is no usable Chromium. Tried:',
      ...tried.map((line) => `  - ${line}`),
      'What to do, one of:',
      '  - install Chromium or Google Chrome, on Debian: apt-get install chromium',
      `  - set ${variable} to its executable`,
      '  - leave these tests out: npm test -- --no-browser',
    ].join('\n'),
  );

/**
 * Finds a Chromium: the given one, one on PATH, one in the usual places of the system, or one that is
 * installed now, in this order.
 *
 * @returns its path
 * @throws StartError `BROWSER_NOT_FOUND` when the given executable is unusable (no other is tried
 * then), and with everything that was tried when none works
 */
export async function findBrowser(sources: BrowserSources): Promise<string> {
  const { run, given } = sources;
  if (given !== undefined) {
    const trial = await tryCommand(run, given);
    if ('path' in trial) return trial.path;
    const fault = `${variable}=${given}: ${trial.why}`;
    throw new StartError('BROWSER_NOT_FOUND', `The browser tier did not run. ${fault}`);
  }
  const places = placesOf(sources.platform);
  const tried = [`${variable}: not set`];
  for (const place of places) {
    const trial = await tryCommand(run, place);
    if ('path' in trial) return trial.path;
    tried.push(`${place}${place.includes('/') ? '' : ' on PATH'}: ${trial.why}`);
  }
  const why = await sources.install();
  if (why !== undefined) throw nothingFound([...tried, why]);
  const [installed = ''] = places;
  const trial = await tryCommand(run, installed);
  if ('path' in trial) return trial.path;
  throw nothingFound([...tried, `${installed} after the installation: ${trial.why}`]);
}
