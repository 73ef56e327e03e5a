import { z } from 'zod';
import { isLocalDate } from '../../machines/calendar/index.ts';
import { say } from '../../machines/text/index.ts';

const dueSchema = z.string().refine((text) => text === 'none' || isLocalDate(text), {
  error: () => say('scenario.form.due', 'must be a date, or none'),
});
const dateSchema = z.iso.date({
  error: () => say('scenario.form.date', 'must be a date such as 2026-11-30'),
});
const textSchema = z
  .string({
    error: () =>
      say('scenario.form.text', 'must be a text; what looks like a number goes in quotes'),
  })
  .min(1);
const dataSchema = z.record(z.string(), z.unknown(), {
  error: () => say('scenario.form.data', 'must be fields with values'),
});
const names = (error: () => string) =>
  z
    .union([textSchema.transform((name) => [name]), z.array(textSchema).min(1)], { error })
    .optional();
const events = names(() =>
  say('scenario.form.events', 'must be the name of an event, or a list of them'),
);

const recordedSchema = z.union(
  [
    textSchema.transform((event) => ({ event, with: {} })),
    z.strictObject({ event: textSchema, with: dataSchema.default({}) }),
  ],
  {
    error: () =>
      say('scenario.form.recorded', 'must be the name of an event, or {form}', {
        form: '{ event: NAME, with: { field: value } }',
      }),
  },
);

const lookSchema = z.strictObject({
  of: textSchema.optional(),
  state: names(() => say('scenario.form.state', 'must be the path of a state, or a list of them')),
  due: z.record(z.string(), dueSchema).optional(),
  recorded: z.array(recordedSchema).optional(),
  notRecorded: events,
});

/** Several things may be looked at; one of them needs no list. */
const looksSchema = z
  .preprocess(
    (given) => (given === undefined || Array.isArray(given) ? given : [given]),
    z.array(lookSchema).min(1).optional(),
  )
  .optional();

const stepSchema = z
  .strictObject({
    on: dateSchema.optional(),
    by: textSchema.optional(),
    to: names(() =>
      say(
        'scenario.form.to',
        'must be journey, or the name of an audit, a nonconformity or a decision, or a list of them',
      ),
    ),
    do: textSchema.optional(),
    with: dataSchema.optional(),
    refused: names(() =>
      say('scenario.form.refused', 'must be the id of a rule, or a list of them'),
    ),
    answers: dataSchema.optional(),
    expect: looksSchema,
  })
  .superRefine((step, context) => {
    const add = (message: string): void => {
      context.addIssue({ code: 'custom', message });
    };
    const { by, do: command, expect, refused, answers } = step;
    if (command !== undefined && by === undefined) {
      add(say('scenario.form.by', 'says what is done but not by whom: by'));
    }
    if (command === undefined && expect === undefined) {
      add(
        say(
          'scenario.form.step',
          'needs something that is done (do), something that is expected (expect), or both',
        ),
      );
    }
    for (const field of ['by', 'to', 'with', 'refused', 'answers'] as const) {
      if (command === undefined && step[field] !== undefined) {
        add(say('scenario.form.noDo', 'has {field} but no do', { field }));
      }
    }
    if (refused !== undefined && answers !== undefined) {
      add(say('scenario.form.answers', 'what is refused answers nothing'));
    }
  });

const personSchema = z.strictObject(
  { id: textSchema, role: textSchema },
  {
    error: () => say('scenario.form.person', 'must be {form}', { form: '{ id: ID, role: ROLE }' }),
  },
);

/** A scenario file as it is written. `infra/docs/scenarios.md` describes it. */
export const scenarioSchema = z
  .strictObject(
    {
      scenario: textSchema,
      start: z.strictObject({ journey: textSchema, on: dateSchema, input: dataSchema }).optional(),
      continues: textSchema.optional(),
      input: dataSchema.optional(),
      people: z.record(z.string(), personSchema).default({}),
      steps: z
        .array(stepSchema, { error: () => say('scenario.form.steps', 'must be a list of steps') })
        .min(1, {
          error: () => say('scenario.form.oneStep', 'must hold at least one step'),
        }),
    },
    {
      error: () =>
        say('scenario.form.file', 'must have fields: scenario, start or continues, people, steps'),
    },
  )
  .superRefine(({ start, continues, input }, context) => {
    const add = (message: string): void => {
      context.addIssue({ code: 'custom', message });
    };
    if ((start === undefined) === (continues === undefined)) {
      add(
        say(
          'scenario.form.begin',
          'a scenario either begins a journey (start) or goes on with another file (continues)',
        ),
      );
    }
    if (input !== undefined && continues === undefined) {
      add(
        say(
          'scenario.form.input',
          'input changes what another file starts with: it goes with continues',
        ),
      );
    }
  });

/** A file that fits the schema. */
export type ScenarioFile = z.infer<typeof scenarioSchema>;
/** One step of it. */
export type FileStep = ScenarioFile['steps'][number];
/** Something to look at, as it is written. */
export type FileLook = NonNullable<FileStep['expect']>[number];
