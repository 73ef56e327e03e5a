import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { saidIn } from '../../../../infra/checks/said.ts';
import { englishTexts } from '../../../../infra/checks/texts.ts';
import { argumentsOf } from '../../../../infra/text/faults.ts';
import { catalogueFaults, readCatalogue, textsIn } from '../../../../infra/text/index.ts';
import {
  decide,
  dehydrate,
  errorText,
  faultText,
  findFaults,
  possibleCommands,
  reasonText,
  recalled,
  refusalText,
  stateOf,
  type CommandInput,
  type Refusal,
  type Simulation,
} from '../../../../machines/engine/index.ts';
import { certification, machines, nonconformity } from '../../../../machines/index.ts';
import { speak, type Catalogue } from '../../../../machines/text/index.ts';
import { createProgram } from '../../../../services/cli/index.ts';
import { allowedLines } from '../../../../services/cli/operate/allowed.ts';
import { rowLines } from '../../../../services/cli/operate/list.ts';
import { refusalLines } from '../../../../services/cli/operate/refusal-lines.ts';
import { standingLines, standingOf } from '../../../../services/cli/operate/show.ts';
import { detailsOf } from '../../../../workflows/engine/display/details.ts';
import { justBefore } from '../../../support/cases.ts';
import { cliOptions } from '../../../support/cli-options.ts';

const english = englishTexts(machines);
const folder = mkdtempSync(join(tmpdir(), 'certway-texts-'));

/** A language that nobody speaks: each text between brackets, with all that it names. */
const pseudo: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(english).map(([id, text]) => [id, `⟦${text}⟧`]),
);
writeFileSync(join(folder, 'xx.json'), JSON.stringify(pseudo));

afterEach(() => {
  speak();
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('the English catalogue', () => {
  it('given every text, when read, then it is in order', () => {
    const broken = Object.entries(english).filter(([, text]) => !argumentsOf(text, 'en'));
    expect(broken).toEqual([]);
    expect(Object.keys(english).length).toBeGreaterThan(500);
  });

  it('given all rules, commands, faults and error codes, when looked up, then each has its text', () => {
    for (const { contract, rules } of machines) {
      for (const id of Object.keys(rules)) {
        expect(english).toHaveProperty([`rule.${contract.id}.${id}`]);
      }
      for (const command of Object.keys(contract.commands)) {
        expect(english).toHaveProperty([`command.${contract.id}.${command}`]);
      }
    }
    expect(english['fault.wrongRole']).toBe('{command} is for {roles}');
    expect(english['error.BACKPRESSURE.remedy']).toMatch(/half a minute/);
    expect(english['name.lead auditor']).toBe('lead auditor');
    expect(english['help.log verify']).toBeDefined();
  });

  it('given a text that is put together, when the sources are read, then its place is named', () => {
    const imported = "import { say } from '../text/index.ts';";
    const saying = (code: string) => saidIn('a.ts', `${imported}\n${code}`);
    expect(saying("say('a.b', 'one'); say(`rule.${id}`, text);")).toEqual([
      { id: 'a.b', text: 'one' },
    ]);
    expect(() => saying("\nsay('a.b', `one ${two}`);")).toThrow('a.ts:3: ');
    expect(() => saying('say(`my.${id}`, text);')).toThrow('a.ts:2: ');
    expect(saidIn('a.ts', 'const say = (one) => one;\nsay(two);')).toEqual([]);
  });
});

describe('the catalogue of another language', () => {
  it('given all texts with what they name, when checked, then it is complete', () => {
    expect(catalogueFaults(english, { language: 'xx', texts: pseudo })).toEqual([]);
  });

  it('given texts that are missing, unknown, unreadable or name other things, when checked, then each is told', () => {
    const own = { a: '{n} of {who}', b: 'two', c: '{n, plural, one {x} other {# y}}' };
    const texts = { a: '{n} {n}', c: '{n, plural, one {x}', d: 'four' };
    expect(catalogueFaults(own, { language: 'de', texts })).toEqual([
      'de: b is missing: two',
      'de: a names n, the English text n, who',
      'de: c cannot be read: {n, plural, one {x}',
      'de: d is no text of certway',
    ]);
  });

  it('given a language that there is not, when it is chosen, then those that there are are named', () => {
    expect(readCatalogue('en', folder)).toBeUndefined();
    expect(readCatalogue('xx', folder)).toEqual({ language: 'xx', texts: pseudo });
    expect(() => readCatalogue('fr', folder)).toThrow('no language fr, there are xx');
    expect(textsIn(join(folder, 'xx.json'))).toEqual(pseudo);
  });
});

/** What is said of a case with an open nonconformity whose plan a stranger wants to accept. */
function everythingSaid(): readonly string[] {
  const { runner, step } = justBefore('acceptCap');
  const { entity, command, payload } = step;
  const stranger = { id: 'a-99', role: 'leadAuditor' };
  const refused = refusalOf(runner, entity, [command, { ...payload, actor: stranger }]);
  const state = runner.state(entity);
  const { rules, ...record } = refused;
  const lastRefusal = { ...record, rules: rules.map(({ id }) => id), at: state.at };
  const around = { namespace: 'default', problem: undefined };
  const remembered = recalled(nonconformity, lastRefusal);
  return [
    detailsOf(nonconformity, { ...state, lastRefusal }, around),
    refusalText(refused),
    reasonText(remembered),
    ...refusalLines({ hasColor: false }, entity, refused),
    ...allowedLines({ hasColor: false }, entity, {
      ...{ state: stateOf(state), sequence: 1 },
      commands: possibleCommands(nonconformity, state.snapshot).map((one) => ({
        ...{ command: one.command, event: one.records, roles: one.roles },
        ...{ description: one.description, example: one.example },
      })),
    }),
    ...findFaults(certification.contract.input, { persons: 0 }).map(faultText),
    errorText('COMMAND_REFUSED', 'meaning'),
    ...rowLines({ hasColor: false }, []),
    createProgram(cliOptions({})).helpInformation(),
  ];
}

function refusalOf(
  runner: Simulation,
  entity: string,
  [command, payload]: readonly [string, object],
): Refusal {
  const outcome = runner.command(entity, command, payload);
  if (outcome.kind !== 'refused') throw new Error('a stranger is refused');
  return outcome.refusal;
}

describe('a second language', () => {
  it('given one file, when it is chosen, then details, refusals and the command line speak it, and ids stay', () => {
    const before = everythingSaid();
    expect(before.join('\n')).not.toContain('⟦');
    speak(readCatalogue('xx', folder));
    const said = everythingSaid();
    const text = said.join('\n');
    for (const part of [
      /✓ ⟦raised⟧ ─ ● ⟦responding⟧/,
      /\*\*⟦Last refused⟧:\*\*/,
      /\*\*⟦Waiting for⟧:\*\* ⟦lead auditor⟧⟦, until \d{4}-\d\d-\d\d \(T-08\)⟧/,
      /ROLE-01 \(.*\) – ⟦Only a member of the audit team/,
      /⟦acceptCap refused: ROLE-01/,
      /`acceptCap` \(leadAuditor, auditor\): ⟦Accept the corrective action plan\.⟧/,
      /client: ⟦Invalid input: expected string, received undefined⟧ \(⟦missing⟧\)/,
      /⟦No journey runs\. To start one: certway start⟧/,
      /show .*⟦Show where a journey/,
    ]) {
      expect(text).toMatch(part);
    }
    expect(text).toContain('- `acceptCap` (leadAuditor, auditor): ');
  });

  it('given a refused signal, when it is stored, then nothing of it has a language', () => {
    const texts: Catalogue['texts'] = pseudo;
    const recorded = () => {
      const { runner, step } = justBefore('acceptCap');
      const payload = { actor: { id: 'Jane Doe' } };
      const input = { cause: 'command', id: 's-1', command: 'submitCap', payload, via: 'signal' };
      const now = { ms: Date.parse(runner.now()) };
      const inputs = [input as CommandInput];
      const { events } = decide(nonconformity, runner.state(step.entity), { inputs, now });
      return events[0]?.data;
    };
    const inEnglish = recorded();
    speak({ language: 'xx', texts });
    expect(recorded()).toEqual(inEnglish);
    expect(inEnglish).toMatchObject({
      ...{ command: 'submitCap', code: 'COMMAND_INVALID' },
      faults: [{ id: 'opaqueId', path: 'actor.id', given: '"Jane Doe"' }, { id: 'type' }],
    });
  });

  it('given a machine and its state, when shown by the command line, then labels and phases speak it', () => {
    const { runner, step } = justBefore('acceptCap');
    const state = runner.state(step.entity);
    speak({ language: 'xx', texts: pseudo });
    const live = { ...dehydrate(nonconformity, state), path: stateOf(state) };
    const view = standingOf(nonconformity, { ...live, problem: null, waiting: 0 }, []);
    const lines = standingLines({ hasColor: false }, view).join('\n');
    expect(lines).toContain(`${step.entity}: ${stateOf(state)}`);
    expect(lines).toMatch(/⟦waiting for⟧ *⟦lead auditor⟧/);
    expect(view.waitingFor).toEqual(['lead auditor']);
  });
});
