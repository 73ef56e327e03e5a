import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createRunner, createSimulation, refusalText } from '../../../../machines/engine/index.ts';
import { loan } from '../../../support/first-machine.ts';

const root = join(import.meta.dirname, '../../../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const MONTH = 28 * 86_400_000;
const clerk = { actor: { id: 'a-1', role: 'clerk' } };

describe('the first durable machine', () => {
  it('given the README, when read, then its code is the code that is run here', () => {
    const code = read('test/support/first-machine.ts');
    expect(read('machines/engine/README.md')).toContain(`\`\`\`ts\n${code}\`\`\``);
  });

  it('given the loan, when its month has passed, then it is late, one reminder is taken and a second is not', () => {
    const runner = createRunner({ machine: loan, input: { book: 'b-1' } }).start();
    runner.send({ type: 'ReaderReminded' });
    runner.advance(MONTH - 1);
    expect(runner.snapshot()).toMatchObject({ value: 'lent', context: { reminders: 0 } });
    runner.advance(1);
    runner.send({ type: 'ReaderReminded' });
    runner.send({ type: 'ReaderReminded' });
    expect(runner.snapshot()).toMatchObject({ value: 'late', context: { reminders: 1 } });
    expect(runner.timers()).toEqual([]);
    runner.send({ type: 'BookReturned' });
    expect(runner.snapshot()).toMatchObject({ value: 'returned', status: 'done' });
  });

  it('given a second reminder as a command, when it is given, then the rule is cited', () => {
    const simulation = createSimulation({ machines: [loan], at: '2026-01-01T00:00:00.000Z' });
    simulation.start('loan', 'l', { book: 'b-1' });
    simulation.travelTo('2026-01-29T00:00:00.000Z');
    simulation.command('l', 'remind', clerk);
    const outcome = simulation.command('l', 'remind', clerk);
    const text = outcome.kind === 'refused' ? refusalText(outcome.refusal) : outcome.kind;
    expect(text).toContain('R-LOAN-01 (house rule 1) – A reader is reminded once.');
  });
});
