import { spawnSync } from 'node:child_process';

/** How much memory a process holds, in bytes. */
export function residentBytesOf(pid: number): number {
  const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(stdout.trim()) * 1024;
}
