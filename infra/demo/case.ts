import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const stepSchema = z.strictObject({
  day: z.int(),
  to: z.string().min(1),
  command: z.string().min(1),
  payload: z.record(z.string(), z.unknown()),
});
const caseSchema = z.strictObject({
  journey: z.string().min(1),
  dayZero: z.iso.date(),
  startDay: z.int(),
  input: z.record(z.string(), z.unknown()),
  steps: z
    .array(stepSchema)
    .min(1)
    .refine(
      (steps) => steps.every(({ day }, index) => day >= (steps[index - 1]?.day ?? day)),
      'days never decrease',
    ),
});

/** One command of a case, with its dates filled in. */
export interface CaseStep {
  /** Local date on which the command is given, `YYYY-MM-DD`. */
  readonly date: string;
  /** `self` for the journey, otherwise the id of a child. */
  readonly to: string;
  readonly command: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** A journey as data; `cases/README.md` describes the file. */
export interface Case {
  readonly journey: string;
  /** Local date on which the journey is started. */
  readonly startsOn: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly steps: readonly CaseStep[];
}

/**
 * Reads a case and fills in its dates.
 *
 * @param json - content of a case file
 * @param startsOn - local date on which the journey is to start, `YYYY-MM-DD`; its own date by default
 * @throws ZodError with every fault of the file
 */
export function loadCase(json: unknown, startsOn?: string): Case {
  const { journey, dayZero, startDay, input, steps } = caseSchema.parse(json);
  const zero = startsOn === undefined ? dayZero : addDays(startsOn, -startDay);
  return {
    journey,
    startsOn: addDays(zero, startDay),
    input,
    steps: steps.map(({ day, to, command, payload }) => ({
      date: addDays(zero, day),
      to: String(filledIn(to, zero)),
      command,
      payload: filledIn(payload, zero) as Record<string, unknown>,
    })),
  };
}

/** A case that was read and waits for the local date on which its journey is to start. */
export type ReadCase = (startsOn: string) => Case;

/**
 * Reads a case file and checks it.
 * @throws Error with the path and every fault of the file
 */
export async function readCase(path: string): Promise<ReadCase> {
  try {
    const json: unknown = JSON.parse(await readFile(path, 'utf8'));
    loadCase(json);
    return (startsOn) => loadCase(json, startsOn);
  } catch (error) {
    const faults = error instanceof z.ZodError ? `\n${z.prettifyError(error)}` : String(error);
    throw new Error(`the case ${path} cannot be played: ${faults}`, { cause: error });
  }
}

function filledIn(value: unknown, zero: string): unknown {
  if (typeof value === 'string') {
    return value.replace(/\{year\+(\d+)\}/g, (_, days: string) =>
      addDays(zero, Number(days)).slice(0, 4),
    );
  }
  if (Array.isArray(value)) return value.map((item) => filledIn(item, zero));
  if (typeof value !== 'object' || value === null) return value;
  if ('$date' in value) return addDays(zero, Number(value.$date));
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, filledIn(inner, zero)]),
  );
}

function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
