import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { residentBytesOf } from '../../support/memory.ts';
import { percentile } from '../measure.ts';
import { temporalVariants, workerSpec } from '../variants/programs.ts';
import { temporalVariant } from '../variants/temporal.ts';
import type { Command, Variant } from '../variants/variant.ts';
import { measuredServers, type Bench } from './context.ts';
import { measureCpu } from './cpu.ts';
import { audited } from './ledger.ts';
import { accepted, remark } from './load.ts';

const AT_ONCE = 64;
const TOUCHED_AT_ONCE = 4;
/** One in so many of the idle journeys is started beforehand, under the clock. */
const STARTED = 5;
/** … and one in so many gets a command afterwards. */
const TOUCHED = 20;
/** The workers remember one in so many: those that get a command are no longer among them. */
const CACHED = 10;
const PROGRESS_EVERY = 100;
const MIB = 1_024 * 1_024;

/**
 * Many journeys that rest, each with a timer, in workers that remember few of them; then a command for some whose
 * workflow has to be read and replayed before it can answer.
 */
export async function measureIdle(bench: Bench): Promise<void> {
  const { idleJourneys: journeys, rounds } = bench.amount;
  const variants: Variant[] = [];
  for (const name of temporalVariants) variants.push(await startWorker(bench, name));
  const started = Math.ceil(journeys / STARTED);
  for (const variant of variants) await measureStart(bench, variant, started);
  for (const variant of variants) {
    await each(bench, variant, { from: started, to: journeys }, (entity) => open(variant, entity));
    await each(bench, variant, { from: 0, to: journeys }, async (entity) => {
      await accepted(variant, entity, { id: randomUUID(), name: 'pauseReview' });
    });
  }
  measureSize(bench, variants);
  const kinds = Object.keys(commands) as Miss['command'][];
  const share = Math.ceil(journeys / TOUCHED / rounds / kinds.length);
  let from = 0;
  for (let round = 0; round < rounds; round += 1) {
    for (const command of kinds) {
      const to = from + share;
      for (const variant of variants) await measureMisses(bench, variant, { from, to, command });
      from = to;
    }
  }
  for (const { program } of variants) await program.stop();
}

async function startWorker(bench: Bench, name: (typeof temporalVariants)[number]) {
  const { stack, client, codePaths, amount, ledger } = bench;
  const taskQueue = `bench-idle-${name}`;
  const usageName = `idle-${name}`;
  const maxCachedWorkflows = Math.ceil(amount.idleJourneys / CACHED);
  const setting = { name: usageName, taskQueue, codePath: codePaths[name], maxCachedWorkflows };
  const program = await stack.run(workerSpec(stack.config, setting, undefined));
  const servers = measuredServers(stack);
  return audited(temporalVariant(client, { name, program, servers, usageName, taskQueue }), ledger);
}

interface Range {
  readonly from: number;
  readonly to: number;
}

const entityOf = ({ name }: Variant, index: number): string => `${name}-idle-${String(index)}`;

async function open(variant: Variant, entity: string): Promise<void> {
  await variant.start(entity);
  await accepted(variant, entity, remark());
}

/** So many at once, in order. */
async function each(
  { progress }: Bench,
  variant: Variant,
  { from, to, atOnce = AT_ONCE }: Range & { readonly atOnce?: number },
  work: (entity: string) => Promise<void>,
): Promise<void> {
  let next = from;
  const keepOn = async () => {
    while (next < to) {
      const index = next;
      next += 1;
      if (index % PROGRESS_EVERY === 0) {
        progress(`idle journeys, ${variant.name}: ${String(index)} of ${String(to)}`);
      }
      await work(entityOf(variant, index));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, keepOn));
}

async function measureStart(bench: Bench, variant: Variant, to: number): Promise<void> {
  const began = performance.now();
  await each(bench, variant, { from: 0, to }, (entity) => open(variant, entity));
  const rate = (to * 1_000) / (performance.now() - began);
  const workload = `${to.toLocaleString('en')} starts`;
  const about = { workload, measure: 'with a command', unit: 'journeys/s' } as const;
  bench.results.add({ ...about, better: 'more' }, { [variant.name]: rate });
}

const workloadOf = ({ amount }: Bench): string =>
  `${amount.idleJourneys.toLocaleString('en')} idle`;

/** What rests costs memory only. */
function measureSize(bench: Bench, variants: readonly Variant[]): void {
  const about = { workload: workloadOf(bench), unit: 'MiB', better: 'less' } as const;
  for (const { name, program } of variants) {
    const value = residentBytesOf(program.pid) / MIB;
    bench.results.add({ ...about, measure: 'memory of worker' }, { [name]: value });
  }
}

/** What a journey that was forgotten is told: one changes nothing but the review, one its attributes and its timer. */
const commands = {
  remark,
  resume: (): Command => ({ id: randomUUID(), name: 'resumeReview' }),
} as const;

interface Miss extends Range {
  readonly command: keyof typeof commands;
}

async function measureMisses(bench: Bench, variant: Variant, miss: Miss): Promise<void> {
  const latencies: number[] = [];
  const workload = workloadOf(bench);
  const prefix = `${miss.command} after a miss, `;
  await measureCpu(bench, variant, { workload, prefix }, async () => {
    await each(bench, variant, { ...miss, atOnce: TOUCHED_AT_ONCE }, async (entity) => {
      const asked = performance.now();
      await accepted(variant, entity, commands[miss.command]());
      latencies.push(performance.now() - asked);
    });
    return latencies.length;
  });
  for (const share of [50, 99]) {
    const measure = `${prefix}p${String(share)}`;
    const value = percentile(latencies, share / 100);
    bench.results.add({ workload, measure, unit: 'ms', better: 'less' }, { [variant.name]: value });
  }
}
