import { describe, expect, it } from '@jest/globals';
import { faultsInMermaid } from './mermaid-faults.ts';

describe('faults in Mermaid', () => {
  it.each([
    ['another kind of diagram', 'flowchart LR', 'no state diagram: flowchart LR'],
    ['a colon in a label', 'state "a" as a\n[*] --> a : b: c', 'no statement: [*] --> a : b: c'],
    ['a semicolon in a label', 'state "a" as a\na : b;', 'no statement: a : b;'],
    ['a quote in a name', 'state "a"b" as a', 'no statement: state "a"b" as a'],
    ['a hyphen in an id', 'state "a" as a-b', 'no statement: state "a" as a-b'],
    ['an arrow to nowhere', 'state "a" as a\na --> b', 'what is b?'],
    ['a style for nothing', 'class b outside', 'what is b?'],
    ['a state declared twice', 'state "a" as a\nstate "b" as a', 'a twice'],
    ['regions at the top', 'state "a" as a\n--\nstate "b" as b', 'regions outside of a state'],
    ['an open brace', 'state "a" as a {', 'a brace is missing'],
    ['a closing brace only', '}', 'a brace too much'],
  ])('given %s, when read, then it is a fault', (_, body, fault) => {
    const diagram = body.startsWith('flowchart') ? body : `stateDiagram-v2\n${body}`;
    expect(faultsInMermaid(diagram)).toContain(fault);
  });

  it('given a sound diagram, when read, then there is no fault', () => {
    const lines = [
      'stateDiagram-v2',
      '  [*] --> a',
      '  state "a#58; b" as a {',
      '    state "b" as b',
      '    --',
      '    state "c" as c',
      '    c --> [*]',
      '  }',
      '  b : Went [R-1, R-2]',
      '  b --> c : Went<br/>[R-1]',
      '  classDef outside stroke-dasharray: 4 4',
      '  class b,c outside',
    ];
    expect(faultsInMermaid(lines.join('\n'))).toEqual([]);
  });
});
