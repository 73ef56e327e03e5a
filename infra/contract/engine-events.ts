import { z } from 'zod';

/** An event that machines record without their contract's doing. */
export interface EngineEvent {
  readonly description: string;
  readonly data: z.ZodObject;
}

const text = z.string().min(1);
const actor = z
  .object({
    id: text.describe('opaque id of the person').meta({ examples: ['a-17'] }),
    role: text.describe('role in which the person acted').meta({ examples: ['cbAdmin'] }),
  })
  .describe('who gave the command');
const anyObject = z.record(z.string(), z.unknown());
const identity = z.object({
  id: text.describe('id of the machine').meta({ examples: ['audit'] }),
  version: text.describe('semantic version of the machine').meta({ examples: ['1.0.0'] }),
  hash: z.string().describe('hash of the graph: equal graphs, equal hashes'),
});

const faultSchema = z
  .object({
    id: text
      .describe('what is wrong, by its name in the catalogue of texts')
      .meta({ examples: ['tooShort'] }),
    path: z
      .string()
      .optional()
      .describe('path of the field; empty for the whole payload')
      .meta({ examples: ['effectiveness'] }),
    given: z
      .string()
      .nullable()
      .optional()
      .describe('what stood there as JSON, shortened; null when nothing did')
      .meta({ examples: ['""'] }),
    values: z
      .record(z.string(), z.union([z.string(), z.number()]))
      .optional()
      .describe('what the text names besides')
      .meta({ examples: [{ origin: 'string', bound: '>=', limit: '1' }] }),
  })
  .describe('one fault');

/** Recorded for a signal that was not accepted: an update that is refused is only answered. */
export const commandRefused: EngineEvent = {
  description: 'A signal asked for something that is not possible or not allowed; nothing changed.',
  data: z.object({
    command: text.describe('name of the command').meta({ examples: ['grantCertification'] }),
    code: text.describe('error code, see errors.md').meta({ examples: ['COMMAND_REFUSED'] }),
    rules: z
      .array(text.describe('rule id').meta({ examples: ['R-DEC-01'] }))
      .describe('rules that said no'),
    state: z
      .string()
      .describe('state in which the instance was, states inside one another joined by a slash')
      .meta({ examples: ['decision/panel'] }),
    faults: z
      .array(faultSchema)
      .optional()
      .describe('what is wrong with the payload, without language'),
  }),
};

/** Recorded by a machine that hands on commands of its children. */
export const commandRouted: EngineEvent = {
  description: 'A command that came to the parent was handed to the child it names.',
  data: z.object({
    child: text.describe('id of the child below the journey').meta({ examples: ['nc-s2-003'] }),
    command: text.describe('name of the command').meta({ examples: ['closeNonconformity'] }),
    payload: z
      .looseObject({ actor })
      .describe('what the caller sent: who acts, and the data of the command'),
  }),
};

/** Recorded when an operator gives up on an input. */
export const inputSetAside: EngineEvent = {
  description:
    'An operator has set aside an input that failed the machine; the machine has never taken it.',
  data: z.object({
    input: text.describe('id of the input, as the failure named it').meta({ examples: ['c-9'] }),
    kind: z.enum(['command', 'actor', 'message', 'timer']).describe('what kind of input it was'),
    name: text.describe('name of the command or event').meta({ examples: ['raiseFinding'] }),
    reason: text.describe('why, in the words of the operator'),
    payload: anyObject.optional().describe('what the input held'),
  }),
};

/** Recorded by a child when its parent ends it. */
export const stopped: EngineEvent = {
  description: 'The parent has ended this instance.',
  data: z.object({}),
};

/** Recorded when another version of a machine goes on with an instance. */
export const machineMigrated: EngineEvent = {
  description: 'Another version of the machine has taken over; the data hold the whole state.',
  data: z.object({
    from: identity.describe('machine that recorded what lies before'),
    to: identity.describe('machine that goes on'),
    state: z
      .looseObject({
        entity: text.describe('workflow id').meta({ examples: ['globex-27001'] }),
        sequence: z
          .int()
          .min(0)
          .describe('sequence of the last event before')
          .meta({ unit: 'events of the entity' }),
        machine: identity.describe('machine of the state: the one that goes on'),
        snapshot: anyObject.describe('state, context and children of the statechart'),
      })
      .describe('the state of the instance in the new version, complete; an aid to recovery'),
  }),
};

/** Recorded when an activity of the machine, or a child machine, has come to its end. */
export function actorDone(src: string): EngineEvent {
  return {
    description: `${src} has come to its end.`,
    data: z.object({
      output: z
        .unknown()
        .optional()
        .describe('what it gave; absent when nothing')
        .meta({ examples: [{ number: 'I-1' }] }),
    }),
  };
}

/** Recorded when an activity of the machine, or a child machine, has failed. */
export function actorFailed(src: string): EngineEvent {
  return {
    description: `${src} has failed.`,
    data: z.object({
      error: z
        .unknown()
        .optional()
        .describe('what went wrong, as plain data')
        .meta({ examples: [{ message: 'the service gave up' }] }),
    }),
  };
}
