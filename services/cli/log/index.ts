import type { Command } from 'commander';
import type { CliOptions } from '../options.ts';
import { addResume } from './resume.ts';

/** `log …`: what is done to the event log as a whole. */
export function addLog(program: Command, options: CliOptions): void {
  const log = program.command('log').description('Work on the event log.');
  addResume(log, options);
}
