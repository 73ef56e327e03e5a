import type { Context } from '../contract.ts';

/** The first free id for an audit: `stage-2`, then `stage-2-2`; the prefix goes along: `s2`, `s2-2`. */
export function numbered(
  { audits }: Context,
  audit: string,
  prefix: string,
): { audit: string; prefix: string } {
  for (let count = 1; ; count += 1) {
    const suffix = count === 1 ? '' : `-${count}`;
    if (!audits[`${audit}${suffix}`])
      return { audit: `${audit}${suffix}`, prefix: `${prefix}${suffix}` };
  }
}
