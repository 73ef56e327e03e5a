import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { say } from '../../machines/text/index.ts';
import { compareVersions } from '../servers/index.ts';
import { StartError } from '../start-error.ts';
import { openRegister } from './program-register.ts';

/** The version of the folder's own arrangement: which files lie where, and what they mean. */
const layout = 1;

const versionSchema = z.object({
  layout: z.number(),
  /** The newest server of each kind that has written here. */
  servers: z.record(z.string(), z.string()),
});
type FolderVersion = z.infer<typeof versionSchema>;

/** Everything certway keeps in the folder, and so everything that beginning anew removes. */
const contents = ['temporal', 'nats', 'register', 'logs', 'builds', 'keys', 'version.json'];

const versionPath = (dataDir: string): string => join(dataDir, 'version.json');

const newer = (dataDir: string, writer: string, reader: string): StartError =>
  new StartError(
    'DATA_FOLDER_NEWER',
    say(
      'start.newer',
      'The data folder {dataDir} was written by {writer}, newer than {reader}: use the newer one, or begin anew with `npm start -- --fresh`.',
      { dataDir, writer, reader },
    ),
  );

function readFolderVersion(dataDir: string): FolderVersion | undefined {
  try {
    return versionSchema.parse(JSON.parse(readFileSync(versionPath(dataDir), 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw newer(dataDir, 'something that this certway cannot read', `layout ${layout}`);
  }
}

/** Data moves freely between patches of one minor version. */
const minorOf = (version: string): string => version.split('.').slice(0, 2).join('.');

function refuseNewer(dataDir: string, former: FolderVersion, servers: ServerVersions): void {
  if (former.layout > layout) {
    throw newer(dataDir, `a certway with layout ${former.layout}`, `this one (layout ${layout})`);
  }
  for (const [name, version] of Object.entries(servers)) {
    const written = former.servers[name];
    if (written === undefined || compareVersions(minorOf(written), minorOf(version)) <= 0) continue;
    throw newer(dataDir, `${name} ${written}`, version);
  }
}

/** Versions by the name of the server. */
export type ServerVersions = Readonly<Record<string, string>>;

/**
 * Makes a data folder ready for these servers and notes their versions in it.
 *
 * @param dataDir - absolute path; created when absent
 * @param servers - those that are going to write there
 * @throws StartError `DATA_FOLDER_NEWER` when a newer certway or server wrote it
 */
export function prepareDataFolder(dataDir: string, servers: ServerVersions): void {
  const former = readFolderVersion(dataDir);
  if (former) refuseNewer(dataDir, former, servers);
  for (const folder of ['temporal', 'nats', 'logs']) {
    mkdirSync(join(dataDir, folder), { recursive: true });
  }
  const current: FolderVersion = { layout, servers: { ...former?.servers, ...servers } };
  writeFileSync(versionPath(dataDir), `${JSON.stringify(current, null, 2)}\n`);
}

/**
 * Ends what a killed start left running, removes what certway keeps in a data folder, and the folder
 * too when nothing else is in it.
 *
 * @param report - receives a line for each program that is ended
 * @throws StartError `DATA_FOLDER_IN_USE` while a running stack has it
 */
export async function clearDataFolder(
  dataDir: string,
  report: (line: string) => void,
): Promise<void> {
  if (!existsSync(dataDir)) return;
  const register = await openRegister(dataDir, report);
  for (const name of contents) rmSync(join(dataDir, name), { recursive: true, force: true });
  register.close();
  if (readdirSync(dataDir).length === 0) rmdirSync(dataDir);
}
