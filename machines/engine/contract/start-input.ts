import { workflowTypeOf, type AnyContract } from './contract.ts';
import { say } from '../../text/index.ts';
import { fault, faultText, type Fault } from './fault.ts';
import { findFaults } from './schema.ts';

/** The id becomes a token of every subject, where other signs have a meaning of their own. */
const ID = /^[A-Za-z0-9_-]{1,64}$/;

/** Every fault of the workflow id that somebody chose. */
function idFaults(id: string): readonly Fault[] {
  const path = say('fault.pathOfId', 'workflow id');
  return ID.test(id) ? [] : [{ ...fault('workflowId'), path, given: JSON.stringify(id) }];
}

/**
 * What keeps an instance from being started, for people.
 * @param id - the workflow id, where somebody chose it
 * @returns a line for each fault and a valid input, and the faults; `undefined` when there is none
 */
export function startFaults(
  contract: AnyContract,
  { id, input }: { readonly id: string | undefined; readonly input: unknown },
): { readonly text: string; readonly faults: readonly string[] } | undefined {
  const own = id === undefined ? [] : idFaults(id);
  const faults = [...own, ...findFaults(contract.input, input ?? {})].map(faultText);
  if (faults.length === 0) return undefined;
  const lines = [
    say('start.invalid', 'the input of {type} is not valid:', { type: workflowTypeOf(contract) }),
    ...faults.map((fault) => `- ${fault}`),
    say('start.example', 'A valid input: {example}', { example: JSON.stringify(contract.example) }),
  ];
  return { text: lines.join('\n'), faults };
}
