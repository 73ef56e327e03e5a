/**
 * Orders two versions by their numbers; what follows a `-` is ignored.
 *
 * @param a - version such as `2.15.1`
 * @param b - the same; missing numbers count as 0
 * @returns negative when `a` is older than `b`, positive when it is newer, else 0
 */
export function compareVersions(a: string, b: string): number {
  const numbers = (version: string) => (version.split('-')[0] ?? '').split('.').map(Number);
  const [left, right] = [numbers(a), numbers(b)];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
