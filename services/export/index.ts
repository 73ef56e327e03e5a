export type { LogMessage as ExportedMessage } from '../proof/index.ts';
export { exportLog, type ExportOptions } from './export-log.ts';
export { liveLog, type LiveLog } from './live-log.ts';
export { ExportError, type Manifest } from './manifest.ts';
export { readExport, type LogExport } from './read-export.ts';
export { writeExport, type ExportContents, type ExportEntry } from './write-export.ts';
