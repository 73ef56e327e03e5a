import { z } from 'zod';
import { expects, faultsOfIssue, faultText, valueAt, type Fault } from './fault.ts';
import { isWithheld, personal, personalFields } from './personal-schema.ts';

/** Who acts, as every command states it. */
export const actorSchema = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/, expects('opaqueId')),
  role: z.string().min(1).max(64),
});

/** What every command's payload holds besides its own data. */
export const envelopeSchema = z.looseObject({
  actor: actorSchema,
  commandId: z.string().min(1).max(128).optional(),
});

/** The wish to set an input aside, as an operator signals it. */
export const setAsideSchema = z.strictObject({
  actor: actorSchema,
  /** Id of the input, as the failed workflow task names it. */
  input: z.string().min(1).max(1_100),
  reason: personal(z.string().min(1).max(2_000), { subject: 'actor' }),
  commandId: z.string().min(1).max(128).optional(),
});

/** A message between two workflows, as it arrives: people can send that signal too. */
export const deliverySchema = z.strictObject({
  from: z.string().min(1),
  message: z.strictObject({
    number: z.int().positive(),
    id: z.string().min(1),
    kind: z.enum(['event', 'command', 'done', 'failed', 'stop']),
    type: z.string().regex(/^(?!xstate\.)./, expects('ownEvent')),
    data: z.record(z.string(), z.unknown()),
    version: z.int().positive().optional(),
    actor: actorSchema.optional(),
    correlationId: z.string(),
  }),
});

/**
 * Every fault of a value, without language.
 * @returns an empty list when the value fits
 */
export function findFaults(schema: z.ZodType, value: unknown): readonly Fault[] {
  return issuesIn(schema, value).flatMap((issue) => faultsOfIssue(issue, value));
}

/** The same in sentences, each as `path: what is expected (given …)`. */
export function faultsIn(schema: z.ZodType, value: unknown): string[] {
  return findFaults(schema, value).map(faultText);
}

/**
 * As {@link faultsIn}, of what is or was recorded: a personal text that was erased, or cannot be read here, has no
 * faults.
 */
export function faultsInRecorded(schema: z.ZodType, value: unknown): string[] {
  return issuesIn(schema, value)
    .filter((issue) => !isOfWithheld(schema, issue, value))
    .flatMap((issue) => faultsOfIssue(issue, value))
    .map(faultText);
}

function issuesIn(schema: z.ZodType, value: unknown): readonly z.core.$ZodIssue[] {
  return schema.safeParse(value).error?.issues ?? [];
}

function isOfWithheld(schema: z.ZodType, { path }: z.core.$ZodIssue, value: unknown): boolean {
  const isMarked = personalFields(schema).some((field) => {
    const names = field.path.split('.');
    return (
      names.length === path.length &&
      names.every((name, index) => name === '*' || name === String(path[index]))
    );
  });
  return isMarked && isWithheld(valueAt(path, value));
}

/**
 * Keeps schemas from being frozen in their depth: zod builds parts of them at first use and resets its patterns.
 * Deep-freezing does not enter what is frozen already, so each schema is frozen here, and its inner parts are not.
 */
export function shareSchemas(roots: readonly z.ZodType[]): void {
  const visited = new Set<object>();
  const visit = (holder: object): void => {
    if (visited.has(holder)) return;
    visited.add(holder);
    for (const key of Reflect.ownKeys(holder)) {
      const value: unknown = Reflect.get(holder, key);
      if (typeof value === 'object' && value !== null) visit(value);
    }
    if (!('_zod' in holder)) return;
    // Defined at first use, on the schema itself: an inner one here may be called directly by another machine.
    for (const method of ['parse', 'safeParse']) Reflect.get(holder, method);
    Object.freeze(holder);
  };
  roots.forEach(visit);
  Object.freeze(z.regexes);
}
