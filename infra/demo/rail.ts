import { railLine, railOf } from '../../machines/engine/index.ts';
import { certification } from '../../machines/index.ts';

/**
 * The journey as a rail: `✓` behind, `●` here, `○` ahead.
 * @param path - state path, e.g. `stage2/fieldwork`
 */
export function rail(path: string): string {
  return railLine(railOf(certification, path));
}
