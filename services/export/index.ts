export type { LogMessage as ExportedMessage } from '../proof/index.ts';
export { type Manifest } from './manifest.ts';
export { readExport, type ExportedProof, type LogExport } from './read-export.ts';
export { writeExport, type ExportContents, type ExportEntry } from './write-export.ts';
