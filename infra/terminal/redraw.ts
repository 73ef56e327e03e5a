import { stripVTControlCharacters } from 'node:util';

/** Ends a line without what stood there before. */
const CLEAR_TO_END = '\u001b[K';

/** The terminal that is written to. */
export interface Screen {
  readonly write: (text: string) => void;
  /** How many signs a row has room for. */
  readonly width: () => number;
}

/** Writes lines in the place of those before. */
export function createRedraw({ write, width }: Screen): (lines: readonly string[]) => void {
  let height = 0;
  return (lines) => {
    const up = height === 0 ? '' : `\u001b[${String(height)}A\u001b[J`;
    write(`${up}${lines.map((each) => `${each}${CLEAR_TO_END}\n`).join('')}`);
    // A line that is too long goes on in the next row.
    const rows = lines.map((each) => Math.ceil(stripVTControlCharacters(each).length / width()));
    height = rows.reduce((sum, count) => sum + Math.max(1, count), 0);
  };
}
