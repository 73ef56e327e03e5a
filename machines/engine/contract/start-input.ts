import { workflowTypeOf, type AnyContract } from './contract.ts';
import { faultsIn } from './schema.ts';

/** The id becomes a token of every subject, where other signs have a meaning of their own. */
const ID = /^[A-Za-z0-9_-]{1,64}$/;

/** Every fault of the workflow id that somebody chose. */
function idFaults(id: string): readonly string[] {
  return ID.test(id)
    ? []
    : [`workflow id: 1 to 64 letters, digits, _ and - (given ${JSON.stringify(id)})`];
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
  const faults = [...own, ...faultsIn(contract.input, input ?? {})];
  if (faults.length === 0) return undefined;
  const lines = [
    `the input of ${workflowTypeOf(contract)} is not valid:`,
    ...faults.map((fault) => `- ${fault}`),
    `A valid input: ${JSON.stringify(contract.example)}`,
  ];
  return { text: lines.join('\n'), faults };
}
