import type { Command } from 'commander';
import type { CliOptions } from '../options.ts';
import { addExport } from './export.ts';
import { addProve } from './prove.ts';
import { addFold } from './fold.ts';
import { addImport } from './import.ts';
import { addReconcile } from './reconcile.ts';
import { addResume } from './resume.ts';
import { addVerify } from './verify.ts';

/** `log …`: what is done to the event log as a whole. */
export function addLog(program: Command, options: CliOptions): void {
  const log = program.command('log').description('Work on the event log.');
  addFold(log, options);
  addImport(log, options);
  addReconcile(log, options);
  addResume(log, options);
  addVerify(log, options);
  addExport(log, options);
  addProve(log, options);
}

export { foldLines } from './fold.ts';
export { reconcileLine } from './reconcile.ts';
export { resumedLine } from './resume.ts';
