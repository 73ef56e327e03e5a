const SHOWN = 3;

/**
 * The names most like one that does not exist, the most likely first.
 * @returns at most three; none when nothing is like it
 */
export function nearest(name: string, known: readonly string[]): readonly string[] {
  const farthest = Math.max(2, Math.floor(name.length / 3));
  return known
    .map((each) => ({ each, distance: distanceOf(name, each) }))
    .filter(({ each, distance }) => distance <= farthest || isPart(name, each))
    .sort((a, b) => a.distance - b.distance || (a.each < b.each ? -1 : 1))
    .slice(0, SHOWN)
    .map(({ each }) => each);
}

/** Somebody who names a nonconformity without its journey, or only the beginning, means it. */
function isPart(name: string, known: string): boolean {
  return known.startsWith(name) || known.endsWith(`/${name}`);
}

/** How many signs must be put in, taken out or exchanged to get from one text to the other. */
function distanceOf(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const exchanged = cell(row, j - 1) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(cell(row, j) + 1, cell(next, j - 1) + 1, exchanged));
    }
    row = next;
  }
  return cell(row, other.length);
}

function cell(row: readonly number[], index: number): number {
  return row[index] ?? 0;
}
