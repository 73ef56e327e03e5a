import { askUsage, cpuMsOf } from '../variants/usage.ts';
import type { Variant } from '../variants/variant.ts';
import type { Bench } from './context.ts';

/**
 * Measures what the worker, and the servers where they are ours, spend on each command meanwhile.
 * @param about - the workload, and how its measures begin
 * @param work - gives commands, and tells how many
 */
export async function measureCpu(
  { connection, results }: Bench,
  { name, usageName, servers }: Variant,
  { workload, prefix = '' }: { readonly workload: string; readonly prefix?: string },
  work: () => Promise<number>,
): Promise<void> {
  const serversCpu = () => servers.reduce((sum, { pid }) => sum + cpuMsOf(pid), 0);
  const [before, serversBefore] = [await askUsage(connection, usageName), serversCpu()];
  const count = await work();
  const [after, serversAfter] = [await askUsage(connection, usageName), serversCpu()];
  const about = { workload, unit: 'ms/command', better: 'less' } as const;
  const cpu = (after.cpuMs - before.cpuMs) / count;
  results.add({ ...about, measure: `${prefix}worker CPU` }, { [name]: cpu });
  const serverCpu = (serversAfter - serversBefore) / count;
  if (servers.length === 0 || !Number.isFinite(serverCpu)) return;
  results.add({ ...about, measure: `${prefix}CPU of the servers` }, { [name]: serverCpu });
}
