import { randomUUID } from 'node:crypto';
import type { Command, Variant } from '../variants/variant.ts';
import type { Bench } from './context.ts';
import { accepted, remark } from './load.ts';

const COMMANDS = 20;

/** Events that a command leaves in the workflow's history, one command at a time. */
export async function measureHistory({ variants, results, progress }: Bench): Promise<void> {
  const rest = (index: number): Command => ({
    id: randomUUID(),
    name: index % 2 === 0 ? 'pauseReview' : 'resumeReview',
  });
  for (const variant of variants) {
    const { historyLength } = variant;
    if (!historyLength) continue;
    progress(`history events per command, ${variant.name}`);
    const entity = `${variant.name}-history`;
    await variant.start(entity);
    await accepted(variant, entity, remark());
    const length = () => historyLength(entity);
    const remarks = await grownBy(length, () => give(variant, entity, remark));
    const rests = await grownBy(length, () => give(variant, entity, rest));
    const about = { workload: 'history', unit: 'events/command', better: 'less' } as const;
    results.add({ ...about, measure: 'remark' }, { [variant.name]: remarks / COMMANDS });
    results.add({ ...about, measure: 'pause or resume' }, { [variant.name]: rests / COMMANDS });
  }
}

async function give(variant: Variant, entity: string, command: (index: number) => Command) {
  for (let index = 0; index < COMMANDS; index += 1) {
    await accepted(variant, entity, command(index));
  }
}

async function grownBy(length: () => Promise<number>, work: () => Promise<void>): Promise<number> {
  const before = await length();
  await work();
  return (await length()) - before;
}
