import { z } from 'zod';

const optionalText = z.string().min(1).optional();

/** CloudEvents 1.0, structured JSON, with certway's extension attributes. */
export const cloudEventSchema = z.object({
  specversion: z.literal('1.0'),
  id: z.string().min(1),
  source: z.string().min(1),
  type: z.string().min(1),
  subject: z.string().min(1),
  time: z.iso.datetime(),
  datacontenttype: z.literal('application/json'),
  dataschema: z.string().min(1),
  sequence: z.string().regex(/^\d{10}$/),
  cause: z.enum([
    'start',
    'command',
    'timer',
    'actor',
    'child',
    'parent',
    'derived',
    'refused',
    'migrated',
  ]),
  step: z.int(),
  stepindex: z.int(),
  stepsize: z.int(),
  machineversion: z.string().min(1),
  causationid: optionalText,
  correlationid: z.string().min(1),
  actorid: optionalText,
  actorrole: optionalText,
  sendid: optionalText,
  invokeid: optionalText,
  sender: optionalText,
  sendersequence: z.int().optional(),
  payloadhash: optionalText,
  firstexecutionrunid: optionalText,
  prevhash: z.string().length(64),
  data: z.record(z.string(), z.unknown()),
});

/** One event as every consumer sees it. */
export type CloudEvent = z.infer<typeof cloudEventSchema>;

/**
 * Reads stored bytes.
 * @throws ZodError or SyntaxError when they are no event of certway
 */
export function parseEnvelope(text: string): CloudEvent {
  return cloudEventSchema.parse(JSON.parse(text));
}

/** The workflow id in an event's id: `globex-27001/nc-s2-003` of `globex-27001/nc-s2-003:7`. */
export function entityOf({ id }: Pick<CloudEvent, 'id'>): string {
  return id.slice(0, id.lastIndexOf(':'));
}
