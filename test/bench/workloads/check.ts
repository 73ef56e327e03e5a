import { randomUUID } from 'node:crypto';
import type { Command, CommandName, Reply, Variant } from '../variants/variant.ts';
import type { Bench } from './context.ts';
import { countEvents } from './ledger.ts';
import { accepted, remark } from './load.ts';

const CALLERS = 8;
const VICTIMS = 4;
const IN_FLIGHT = 5;

const commandOf = (name: CommandName): Command => ({ id: randomUUID(), name });

function expect(isSo: boolean, variant: Variant, what: string): void {
  if (!isSo) throw new Error(`${variant.name} is not correct: ${what}`);
}

const isSame = (a: Reply, b: Reply): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * Holds every variant to the same promises, all at once: what is answered is recorded, what is forbidden leaves
 * nothing, the same id is one command also when its callers race, and a worker killed with commands in flight loses
 * and doubles none.
 * @throws Error which says what was not kept
 */
export async function checkVariants({ open, variants, progress }: Bench): Promise<void> {
  progress('every variant keeps its promises?');
  const count = async (entity: string) => (await countEvents(open)).get(entity) ?? 0;
  await Promise.all(
    variants.map(async (variant) => {
      await checkAnswers(variant, count);
      await checkKill(variant, count);
    }),
  );
}

type Count = (entity: string) => Promise<number>;

async function checkAnswers(variant: Variant, count: Count): Promise<void> {
  const entity = `${variant.name}-check`;
  await variant.start(entity);
  const early = await variant.command(entity, commandOf('pauseReview'));
  expect(early.kind === 'refused', variant, 'a rule was not asked');
  const one = remark();
  const first = await variant.command(entity, one);
  expect(
    (await count(entity)) === 2,
    variant,
    'an answer came before the event, or a refusal left one',
  );
  expect(isSame(await variant.command(entity, one), first), variant, 'an id was two commands');
  const raced = remark();
  const replies = await Promise.all(
    Array.from({ length: CALLERS }, () => variant.command(entity, raced)),
  );
  const [winner] = replies;
  const areSame = replies.every((reply) => winner !== undefined && isSame(reply, winner));
  expect(areSame, variant, 'callers of one id got different answers');
  await accepted(variant, entity, commandOf('pauseReview'));
  const resting = await variant.command(entity, commandOf('pauseReview'));
  expect(resting.kind === 'refused', variant, 'a forbidden command was accepted');
  const wrong = await variant.command(entity, { ...remark(), text: '' });
  expect(wrong.kind === 'refused', variant, 'a payload without text was accepted');
  await accepted(variant, entity, commandOf('resumeReview'));
  expect((await count(entity)) === 5, variant, 'not every command is one event');
}

async function checkKill(variant: Variant, count: Count): Promise<void> {
  const entities = Array.from(
    { length: VICTIMS },
    (_, index) => `${variant.name}-kill-${String(index)}`,
  );
  await Promise.all(entities.map((entity) => variant.start(entity)));
  await Promise.all(entities.map((entity) => accepted(variant, entity, remark())));
  const asked = entities.flatMap((entity) =>
    Array.from({ length: IN_FLIGHT }, () => ({ entity, command: remark() })),
  );
  const answers = asked.map(({ entity, command }) => accepted(variant, entity, command));
  // Enough for some to be recorded, and too little for all to be answered.
  await Promise.race(answers);
  variant.program.kill('SIGKILL');
  await variant.program.start();
  const before = await Promise.all(answers);
  const again = await Promise.all(
    asked.map(({ entity, command }) => accepted(variant, entity, command)),
  );
  expect(isEqual(before, again), variant, 'an id got another answer after a kill');
  for (const entity of entities) {
    const events = await count(entity);
    const wanted = 2 + IN_FLIGHT;
    expect(
      events === wanted,
      variant,
      `${entity} has ${String(events)} events, not ${String(wanted)}`,
    );
  }
}

const isEqual = (a: readonly string[], b: readonly string[]): boolean =>
  a.every((each, index) => each === b[index]);
