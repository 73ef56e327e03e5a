import type { z } from 'zod';

type Data = Readonly<Record<string, unknown>>;

/** A shape in which an event was recorded once; what lies in the log keeps it for ever. */
export interface EarlierShape<Shape extends z.ZodObject = z.ZodObject> {
  readonly data: Shape;
  /** Valid data of this shape: registration takes it through all upcasters that follow. */
  readonly example: Data;
  /**
   * The same fact in the shape of the next version. Pure, and without knowledge of the machine: what a machine derives
   * itself must come out as it derives it now, or the version of the machine has to be raised instead.
   */
  upcast(data: Readonly<z.infer<Shape>>): Data;
}

/** Declares an earlier shape, so that its upcaster is given typed data. */
export function earlierShape<Shape extends z.ZodObject>(shape: EarlierShape<Shape>): EarlierShape {
  return shape as unknown as EarlierShape;
}
