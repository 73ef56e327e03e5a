import {
  commandText,
  examplePayload,
  routedCommands,
  type AnyContract,
  type CommandDefinition,
} from '../../../machines/engine/index.ts';
import { nameOf, say } from '../../../machines/text/index.ts';

/** A command that people can give to a machine, with what the Temporal UI says of it. */
export interface Described {
  readonly command: string;
  readonly description: string;
}

/** What a machine takes. */
export interface Descriptions {
  readonly own: readonly Described[];
  /** Handed on to a child that the payload names. */
  readonly routed: readonly Described[];
}

/** Made once for a machine, not for each of its workflows: of a journey they are 19 KB. */
const made = new WeakMap<AnyContract, Descriptions>();

/** The commands of a machine, its own and its children's. */
export function descriptionsOf(contract: AnyContract): Descriptions {
  const known = made.get(contract);
  if (known) return known;
  const descriptions: Descriptions = {
    own: Object.entries(contract.commands).map(([command, definition]) =>
      described(contract.id, { command, definition }),
    ),
    routed: routedCommands(contract).map(({ command, definition, src }) => {
      const child = say('handler.childMeant', 'the {src} that is meant', { src: nameOf(src) });
      return described(src, { command, definition, more: { [src]: child } });
    }),
  };
  made.set(contract, descriptions);
  return descriptions;
}

function described(
  machine: string,
  handler: {
    readonly command: string;
    readonly definition: CommandDefinition;
    readonly more?: object;
  },
): Described {
  const { command, definition, more = {} } = handler;
  const text = commandText(machine, command, definition);
  return { command, description: `${text} ${JSON.stringify(examplePayload(definition, more))}` };
}
