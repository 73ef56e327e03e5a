import { errorCodes, faultTexts, type DurableMachine } from '../../machines/engine/index.ts';
import { words } from '../../machines/text/index.ts';
import { createProgram, helpTexts, labelTexts, orderOf } from '../../services/cli/index.ts';
import type { AnyStateNode } from 'xstate';
import { unconnected } from './cli-page.ts';
import type { GeneratedFile } from './generated-file.ts';
import { saidInFolders, type Said } from './said.ts';

const SOURCES = ['machines', 'workflows', 'services', 'infra'];

/** The English catalogue `infra/text/en.json`: the template of every other language. */
export function englishCatalogue(machines: readonly DurableMachine[]): GeneratedFile {
  const texts = englishTexts(machines);
  return { path: 'infra/text/en.json', text: `${JSON.stringify(texts, null, 2)}\n` };
}

/** Every text that people read, by id. @throws Error when two texts have one id */
export function englishTexts(
  machines: readonly DurableMachine[],
): Readonly<Record<string, string>> {
  const texts = new Map<string, string>();
  const all = [
    ...saidInFolders(SOURCES),
    ...Object.entries(faultTexts).map(([name, text]) => ({ id: `fault.${name}`, text })),
    ...Object.entries(labelTexts).map(([name, text]) => ({ id: `label.${name}`, text })),
    ...Object.entries(errorCodes).flatMap(([code, { meaning, remedy }]) => [
      { id: `error.${code}.meaning`, text: meaning },
      { id: `error.${code}.remedy`, text: remedy },
    ]),
    ...helpTexts(createProgram(unconnected())).map(({ id, text }) => ({ id: `help.${id}`, text })),
    ...machines.flatMap(textsOf),
  ];
  for (const { id, text } of all) {
    const other = texts.get(id) ?? text;
    if (other !== text) throw new Error(`${id} says both "${other}" and "${text}"`);
    texts.set(id, text);
  }
  return Object.fromEntries([...texts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function textsOf(machine: DurableMachine): readonly Said[] {
  const { contract, rules } = machine;
  const { id, commands } = contract;
  return [
    ...Object.entries(rules).map(([rule, { text }]) => ({
      id: `rule.${id}.${rule}`,
      text,
    })),
    ...Object.entries(commands).map(([command, { description }]) => ({
      id: `command.${id}.${command}`,
      text: description,
    })),
    ...Object.keys(commands).flatMap((command) =>
      orderOf(machine, command).fields.map(({ name, meaning }) => ({
        id: `field.${id}.${command}.${name}`,
        text: meaning,
      })),
    ),
    ...namesOf(machine).map((name) => ({ id: `name.${words(name)}`, text: words(name) })),
  ].filter(({ text }) => text !== '');
}

/** What is told by name: what happened, what falls due, whose turn it is, on which way, which kinds of cases. */
function namesOf({ contract, logic, phases }: DurableMachine): readonly string[] {
  const { delays, actors } = logic.implementations;
  const parties = tagsOf(logic.root)
    .filter((tag) => tag.startsWith('waitingFor'))
    .map((tag) => tag.slice('waitingFor'.length));
  return [
    ...[contract.id, ...Object.keys(contract.events), ...parties],
    ...[...Object.keys(delays), ...Object.keys(actors), ...phases.map(({ name }) => name)],
  ];
}

function tagsOf({ tags, states }: AnyStateNode): readonly string[] {
  return [...tags, ...Object.values(states as Record<string, AnyStateNode>).flatMap(tagsOf)];
}
