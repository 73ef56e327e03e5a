import { describe, expect, it } from '@jest/globals';
import { SaxesParser } from 'saxes';
import type { AnyStateNode } from 'xstate';
import { machines } from '../../../../machines/index.ts';
import { pathTaken, sheetOf } from '../../../../services/picture/index.ts';
import { begun, play, readCase } from '../../../support/cases.ts';

/** The texts of a well-formed SVG. */
function textsIn(svg: string): readonly string[] {
  const texts: string[] = [];
  const parser = new SaxesParser();
  parser.on('text', (text) => texts.push(text));
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(svg).close();
  return texts;
}

const below = (node: AnyStateNode): readonly AnyStateNode[] =>
  Object.values(node.states as Record<string, AnyStateNode>).flatMap((each) => [
    each,
    ...below(each),
  ]);

describe('a machine on a sheet', () => {
  it.each(machines.map((machine) => [machine.contract.id, machine] as const))(
    'given %s, when drawn twice, then it is the same SVG and names every state',
    async (_, { logic }) => {
      const svg = (await sheetOf(logic, { title: [] })) ?? '';
      const texts = textsIn(svg);
      for (const { key } of below(logic.root)) expect(texts).toContain(key);
      expect(await sheetOf(logic, { title: [] })).toBe(svg);
      expect(svg.length).toBeLessThan(300_000);
    },
  );

  it('given a part, when drawn, then it is alone, and one that does not exist is not drawn', async () => {
    const [certification] = machines;
    if (!certification) throw new Error('there are machines');
    const texts = textsIn(
      (await sheetOf(certification.logic, { title: ['a <b> & c'], part: 'expired' })) ?? '',
    );
    expect(texts).toEqual(expect.arrayContaining(['a <b> & c', 'restorable', 'lapsed']));
    expect(texts).not.toContain('preAudit');
    expect(await sheetOf(certification.logic, { title: [], part: 'nowhere' })).toBeUndefined();
  });

  it('given a journey, when drawn, then the phases behind it have their days', async () => {
    const runner = begun(readCase('worked-case'));
    play(runner, readCase('worked-case'));
    const machine = runner.machine('globex-27001');
    const course = pathTaken(machine, runner.log('globex-27001'));
    const texts = textsIn((await sheetOf(machine.logic, { title: [], course })) ?? '');
    const days = texts.filter((text) => /^\d{4}-\d\d-\d\d/.test(text));
    expect(days.length).toBeGreaterThan(30);
    expect(texts[texts.indexOf('stage1') + 2]).toMatch(/^\d{4}-\d\d-\d\d$/);
  });
});
