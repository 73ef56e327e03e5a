import { register } from '../../../machines/engine/index.ts';
import { runMachine, type StartOptions } from '../../../workflows/engine/index.ts';
import { toMachine, type Element } from '../../scxml/convert/index.ts';

/** Runs an SCXML document that is part of the input: each run makes the same machine of it. */
export function scxml(input: { readonly document: Element }, options?: StartOptions) {
  const machine = register({ machine: toMachine(input.document), inline: true });
  return runMachine({ machine, root: true }, input, options);
}
