import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const folder = join(import.meta.dirname, 'rule-list');

/** A rule of certification as it is committed, in own words. */
const listedRuleSchema = z.strictObject({
  id: z.string().regex(/^(?:R|T|C|SOD|COV|INV)(?:-[A-Z0-9]+)+$/),
  clause: z.string().min(5).describe('where it comes from, without a mark'),
  isConfirmed: z.boolean().describe('whether the clause was checked'),
  hardness: z
    .enum(['SHALL', 'NOTE', 'POLICY', 'SEED', 'DESIGN'])
    .describe('demanded, advised, a choice of the body, told by the articles only, or our design'),
  sources: z.array(z.string().min(2)).min(1).describe('who says so'),
  part: z.enum(['firstCertificate', 'laterLife']).describe('which part of the journey it is about'),
  text: z.string().regex(/^[A-Z].*\.$/),
  guards: z
    .array(z.string())
    .optional()
    .describe('what guards it besides rules and deadlines of its id, see guards.ts'),
  reason: z
    .string()
    .regex(/^[A-Z].*\.$/)
    .optional()
    .describe('why nothing guards it'),
});

/** A rule of certification: id, clause, hardness, sources, part of the journey, sentence. */
export type ListedRule = z.infer<typeof listedRuleSchema>;

/**
 * The rules of certification that are known, from `infra/conformance/rule-list`, in the order of files and lines.
 *
 * @throws ZodError when a file is not as it should be, Error when an id stands twice
 */
export function readRuleList(): readonly ListedRule[] {
  const rules = readdirSync(folder)
    .sort()
    .flatMap((name) =>
      z.array(listedRuleSchema).parse(JSON.parse(readFileSync(join(folder, name), 'utf8'))),
    );
  const ids = rules.map(({ id }) => id);
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
  if (twice.length > 0) throw new Error(`these rules stand twice: ${twice.join(', ')}`);
  return rules;
}
