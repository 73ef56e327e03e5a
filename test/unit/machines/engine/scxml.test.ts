import { describe, expect, it } from '@jest/globals';
import { toMachine, type Element } from '../../../scxml/convert/index.ts';
import { parseXml } from '../../../scxml/play/parse.ts';
import { play } from '../../../scxml/play/play.ts';
import { startPlain, startRunner } from '../../../scxml/play/players.ts';
import { readScenarios, type Scenario } from '../../../scxml/play/scenario.ts';
import { isForServer, playInMemory, SAMPLE } from '../../../scxml/play/suite.ts';

const scenarios = readScenarios();
const rows = scenarios.map(playInMemory);
const names = (kind: string) =>
  rows.filter(({ result }) => result.kind === kind).map(({ name }) => name);

/** A scenario in which a document is sent `go` and expected to be in a state. */
function scenario(content: string, expected: string): Scenario {
  const document: Element = parseXml(`<scxml datamodel="ecmascript">${content}</scxml>`);
  const events = [{ event: { name: 'go' }, nextConfiguration: [expected] }];
  return { name: 'own', document, decidesAlone: false, initialConfiguration: ['a'], events };
}

describe('scenarios of the W3C and of SCION', () => {
  it('given each scenario, when XState, the engine and the engine through JSON play it, then they agree', () => {
    expect(rows.filter(({ result }) => result.kind === 'failed')).toEqual([]);
  });

  it('given the whole suite, when it is played, then no fewer pass than before, and each of the others has a reason', () => {
    expect(names('passed').length).toBeGreaterThanOrEqual(296);
    expect(names('not applicable').length).toBeLessThanOrEqual(20);
    for (const { result } of rows) {
      if (result.kind !== 'passed') expect(result.reason).toMatch(/^(XState|engine|conversion): ./);
    }
  });

  it('given the sample for the servers, when it is looked for, then all of it is in the suite and passes in memory', () => {
    expect(SAMPLE.size).toBe(20);
    expect(names('passed')).toEqual(expect.arrayContaining([...SAMPLE]));
    const fit = scenarios.filter(isForServer).map(({ name }) => name);
    expect(fit).toEqual(expect.arrayContaining([...SAMPLE]));
  });

  it.each([
    ['XState', startPlain],
    ['the engine', startRunner],
  ])(
    'given a scenario that expects another state, when %s plays it, then it fails and names both',
    (_who, start) => {
      const wrong = scenario(
        '<state id="a"><transition event="go" target="b"/></state><state id="b"/>',
        'c',
      );
      const reason = 'after event 1, go, in b instead of c';
      expect(play(start, wrong).result).toEqual({ kind: 'failed', reason });
    },
  );

  it('given an earlier transition for all events, when a later one names the event, then the earlier is taken', () => {
    const document = scenario(
      `<state id="a"><transition event="*" target="b"/><transition event="go" target="c"/></state>
       <state id="b"/><state id="c"/>`,
      'b',
    );
    expect(playInMemory(document).result).toEqual({ kind: 'passed' });
  });

  it('given an expression that fails, when its block runs, then the block ends there and an event reports it', () => {
    const document = scenario(
      `<datamodel><data id="x" expr="1"/></datamodel>
       <state id="a"><transition event="go" target="b"/></state>
       <state id="b">
         <onentry><assign location="x" expr="2"/><log expr="unknown"/><assign location="x" expr="3"/></onentry>
         <transition event="error.execution" cond="x === 2" target="c"/>
       </state>
       <state id="c"/>`,
      'c',
    );
    expect(playInMemory(document).result).toEqual({ kind: 'passed' });
  });

  it('given an element that SCXML does not know, when it is converted, then the reason is told', () => {
    const document = parseXml('<scxml><state id="a"><onentry><shout/></onentry></state></scxml>');
    expect(() => toMachine(document)).toThrow('conversion: <shout>');
  });
});
