import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { Command, Variant } from '../variants/variant.ts';

/** What callers saw. */
export interface Load {
  /** From the call to the answer, in ms, in the order of the answers. */
  readonly latencies: readonly number[];
  /** From the first call to the last answer. */
  readonly elapsedMs: number;
}

/** Three hundred bytes: about what a person writes. */
const TEXT = 'The list of controls on page 3 lacks the owner of the second one. '
  .repeat(5)
  .slice(0, 300);

/** A remark nobody has made before. */
export function remark(): Command {
  return { id: randomUUID(), name: 'addRemark', text: TEXT };
}

/** @throws Error when the command was refused: the benchmark asks only for what is possible */
export async function accepted(
  variant: Variant,
  entity: string,
  command: Command,
): Promise<string> {
  const reply = await variant.command(entity, command);
  if (reply.kind === 'accepted') return reply.eventId;
  throw new Error(`${variant.name} refused ${command.name} on ${entity}: ${reply.code}`);
}

/** Each entity gets one remark after the other. */
export async function remarkFor(
  variant: Variant,
  entities: readonly string[],
  until: (given: number) => boolean,
): Promise<Load> {
  const latencies: number[] = [];
  const began = performance.now();
  const keepOn = async (entity: string) => {
    for (let given = 0; !until(given); given += 1) {
      const asked = performance.now();
      await accepted(variant, entity, remark());
      latencies.push(performance.now() - asked);
    }
  };
  await Promise.all(entities.map(keepOn));
  return { latencies, elapsedMs: performance.now() - began };
}

/** For so long, from now on. */
export function during(ms: number): () => boolean {
  const end = performance.now() + ms;
  return () => performance.now() >= end;
}

/** So many remarks to one entity at once. */
export async function burst(variant: Variant, entity: string, size: number): Promise<number> {
  const began = performance.now();
  const remarks = Array.from({ length: size }, remark);
  await Promise.all(remarks.map((command) => accepted(variant, entity, command)));
  return performance.now() - began;
}
