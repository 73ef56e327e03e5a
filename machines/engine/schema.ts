import { z } from 'zod';

/** Who acts, as every command states it. */
export const actorSchema = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/, 'an opaque id of letters, digits, _ . -'),
  role: z.string().min(1),
});

/** What every command's payload holds besides its own data. */
export const envelopeSchema = z.looseObject({
  actor: actorSchema,
  commandId: z.string().min(1).max(128).optional(),
});

/**
 * Every fault of a value, each as `path: what is expected (given …)`.
 * @returns an empty list when the value fits
 */
export function faultsIn(schema: z.ZodType, value: unknown): string[] {
  const result = schema.safeParse(value);
  if (result.success) return [];
  return result.error.issues.map((issue) => {
    const path = issue.path.map(String);
    const given = path.reduce<unknown>(
      (inner, key) => (inner as Record<string, unknown> | undefined)?.[key],
      value,
    );
    const shown = given === undefined ? 'missing' : `given ${brief(given)}`;
    return `${path.length > 0 ? path.join('.') : 'input'}: ${issue.message} (${shown})`;
  });
}

function brief(value: unknown): string {
  const text = typeof value === 'function' ? 'a function' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
