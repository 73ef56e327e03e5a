import type { z } from 'zod';
import type { DurableMachine } from './registration/index.ts';
import {
  actorSchema,
  deliverySchema,
  envelopeSchema,
  setAsideSchema,
  shareSchemas,
} from './contract/index.ts';
import { scopeOf } from './scope/index.ts';

/**
 * Makes a machine fit to be shared between workflows: preloaded modules are deep-frozen, and what is frozen can build
 * nothing lazily any more.
 * @returns the machine's id
 */
export function warmUp({ contract, logic, versions }: DurableMachine): string {
  const schemas: z.ZodType[] = [
    actorSchema,
    envelopeSchema,
    deliverySchema,
    setAsideSchema,
    contract.input,
    ...Object.values(contract.events).flatMap(({ data, earlier = {} }) => [
      data,
      ...Object.values(earlier).map((shape) => shape.data),
    ]),
    ...Object.values(contract.commands).flatMap(({ payload }) => (payload ? [payload] : [])),
  ];
  shareSchemas(schemas);
  scopeOf(logic);
  versions.forEach(warmUp);
  return contract.id;
}
