/** The page that finds the steps of public descriptions again is true: each row happens in the scenario that it names. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { machines } from '../../../../machines/index.ts';
import { loadScenario, memoryStage, playScenario } from '../../../../services/scenario/index.ts';
import { innermost } from '../../../../services/scenario/judge.ts';

const page = readFileSync('infra/docs/journey-step-by-step.md', 'utf8');

interface Row {
  readonly step: string;
  readonly command: string;
  readonly role: string;
  readonly event: string;
  /** Machine and state. */
  readonly state: string;
  readonly scenario: string;
}

function rowsOf(text: string): readonly Row[] {
  return text.split('\n').flatMap((line) => {
    if (!line.startsWith('|')) return [];
    const cells = line.split('|').map((cell) => cell.replaceAll('`', '').trim());
    const [, step = '', command = '', role = '', event = '', state = '', scenario = ''] = cells;
    return step === 'Step' || step.startsWith('--')
      ? []
      : [{ step, command, role, event, state, scenario }];
  });
}

const rows = rowsOf(page);
const contracts = machines.map(({ contract }) => contract);

/** The contract that has a command, or records an event; of an event that several have, any. */
function contractOf({ command, event }: Row) {
  return contracts.find(({ commands, events }) =>
    command === '' ? event in events : command in commands,
  );
}

/** Something that was done in a scenario, and where it left whom. */
interface Done {
  readonly command: string;
  readonly role: string;
  readonly events: readonly { readonly type: string }[];
  readonly states: readonly string[];
}

async function done(name: string): Promise<readonly Done[]> {
  const all: Done[] = [];
  const stage = memoryStage(machines);
  const scenario = loadScenario(`infra/scenarios/${name}.yaml`, machines);
  const played = await playScenario(scenario, {
    ...stage,
    give: async (entity, command, payload) => {
      const reply = await stage.give(entity, command, payload);
      const sight = await stage.look(entity);
      if (reply.kind === 'accepted' && sight) {
        const { role } = (payload as { actor: { role: string } }).actor;
        all.push({ command, role, events: sight.events, states: innermost(sight.value) });
      }
      return reply;
    },
  });
  expect(played.failures).toEqual([]);
  return all;
}

function isIn(states: readonly string[], wanted: string): boolean {
  return states.some((state) => state === wanted || state.startsWith(`${wanted}/`));
}

function happens({ command, role, event, state }: Row, all: readonly Done[]): boolean {
  const [, wanted = ''] = state.split(' ');
  return all.some(
    (one) =>
      isIn(one.states, wanted) &&
      (command === '' || (one.command === command && one.role === role)) &&
      one.events.some(({ type }) => type === event),
  );
}

describe('the page of the journey, step by step', () => {
  it('given its four tables, when read, then each has rows', () => {
    const tables = page.split('\n## ').slice(1);
    expect(tables.map((table) => rowsOf(table).length > 15)).toEqual([true, true, true, true]);
  });

  it('given each row, when looked up, then command, role and event are in the contract of its machine', () => {
    const unknown = rows.filter((row) => {
      const contract = contractOf(row);
      const command = contract?.commands[row.command];
      const isKnown =
        row.command === ''
          ? contract !== undefined
          : command?.records === row.event && command.roles.some((role) => role === row.role);
      return !isKnown || contract?.id !== row.state.split(' ')[0];
    });
    expect(unknown).toEqual([]);
  });

  it.each([...new Set(rows.map(({ scenario }) => scenario))])(
    'given the rows of %s, when it is played, then each happens and leads to its state',
    async (name) => {
      const all = await done(name);
      const asked = rows.filter(({ scenario }) => scenario === name);
      expect(asked.filter((row) => !happens(row, all))).toEqual([]);
    },
  );

  it('given a row that is not true, when compared, then it is found out', async () => {
    const all = await done('example');
    const [row] = rowsOf(
      '| x | `skipPreAudit` | `client` | `PreAuditSkipped` | `certification stage2` | `example` |',
    );
    expect(row && happens(row, all)).toBe(false);
  });
});
