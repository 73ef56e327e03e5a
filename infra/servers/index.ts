export { findServer } from './find-server.ts';
export type { FoundServer } from './find-server.ts';
export { pinnedPackages } from './pinned-packages.ts';
export { pinnedServers } from './pinned-servers.ts';
export { commandRunner } from './run-command.ts';
export type { RunCommand } from './run-command.ts';
export { natsServer, temporalServer, timeSkippingServer } from './server-program.ts';
export type { ServerProgram } from './server-program.ts';
export { compareVersions } from './version.ts';
