import { faultsIn, type DurableMachine } from '../../machines/engine/index.ts';
import { say } from '../../machines/text/index.ts';

/** The machines whose commands and events a scenario may name; the first one is what people start. */
export type Vocabulary = readonly DurableMachine[];

/** What is wrong with a command: with its name, or with the field at a path of its payload. */
export interface CommandFault {
  readonly path: readonly string[] | undefined;
  readonly message: string;
}

const SHOWN = 6;

/** Faults of what a journey starts with. */
export function inputFaults([journey]: Vocabulary, input: unknown): readonly string[] {
  return journey ? faultsIn(journey.contract.input, input) : [];
}

/** Faults of a command and its payload; of machines that share its name the one that fits best counts. */
export function commandFaults(
  words: Vocabulary,
  command: string,
  payload: object,
): readonly CommandFault[] {
  const found = words.flatMap(({ contract: { commands, events } }) => {
    const definition = Object.hasOwn(commands, command) ? commands[command] : undefined;
    if (!definition) return [];
    const schema = definition.payload ?? events[definition.records]?.data;
    return [schema ? faultsIn(schema, payload) : []];
  });
  const [best] = found.sort((one, other) => one.length - other.length);
  if (best) return best.map(placed);
  const names = words.flatMap(({ contract }) => Object.keys(contract.commands));
  const message = say('scenario.noCommand', 'there is no command {command}', { command });
  return [{ path: undefined, message: `${message}${alike(command, names)}` }];
}

/** Faults of the name of an event. */
export function eventFaults(words: Vocabulary, event: string): readonly string[] {
  const names = words.flatMap(({ contract }) => Object.keys(contract.events));
  if (names.includes(event)) return [];
  const message = say('scenario.noEvent', 'there is no event {event}', { event });
  return [`${message}${alike(event, names)}`];
}

/** A fault of a contract begins with the path of the field. */
function placed(fault: string): CommandFault {
  const [path = '', ...message] = fault.split(': ');
  return { path: path.split('.'), message: inWords(message.join(': ')) };
}

/** What a schema says of a value, for somebody who writes YAML. */
function inWords(message: string): string {
  if (message.endsWith('(missing)')) return say('scenario.isMissing', 'is missing');
  const plain = message.replace(/^Invalid input: expected/, say('scenario.mustBe', 'must be'));
  const isNumber = message.includes('expected string, received number');
  return isNumber
    ? `${plain}: ${say('scenario.quotes', 'a text that looks like a number goes in quotes')}`
    : plain;
}

/** The names that share a word with one that is unknown. */
function alike(name: string, known: readonly string[]): string {
  const own = wordsOf(name);
  const found = known.filter((each) => wordsOf(each).some((word) => own.includes(word)));
  const shown = [...new Set(found)].slice(0, SHOWN);
  if (shown.length === 0) return '';
  return `; ${say('scenario.thereAre', 'there are {known}', { known: shown.join(', ') })}`;
}

function wordsOf(name: string): readonly string[] {
  return name.split(/(?=[A-Z])/).map((word) => word.toLowerCase());
}
