import type { AnyStateMachine } from 'xstate';
import { chartsOf } from '../diagram/index.ts';
import { dotOf } from './dot.ts';
import type { PathTaken } from './path-taken.ts';
import { svgOf } from './svg.ts';

/** What a sheet shows beside the machine. */
export interface SheetOptions {
  /** What stands at the top, each in a line of its own. */
  readonly title: readonly string[];
  /** Of an instance, where it is and how it came there. */
  readonly course?: PathTaken;
  /** Only the inside of this state, e.g. `certified/cycle`. @defaultValue the machine and all its parts */
  readonly part?: string | undefined;
}

/**
 * Draws a machine on one sheet: the whole, and the inside of what is too large to be drawn with it.
 * @returns SVG, the same for the same machine and course; `undefined` when there is no such part
 */
export async function sheetOf(
  machine: AnyStateMachine,
  { title, course, part }: SheetOptions,
): Promise<string | undefined> {
  const all = chartsOf(machine);
  const charts = part === undefined ? all : all.filter(({ path }) => path === part);
  if (charts.length === 0) return undefined;
  const parts = charts.map((chart) => ({ heading: chart.path, dot: dotOf(chart, course) }));
  return svgOf({ title, parts });
}
