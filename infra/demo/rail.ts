/** The stations of a journey in their order, and where in a state path each is recognised. */
const stations: readonly (readonly [name: string, sign: RegExp])[] = [
  ['selection', /^selection/],
  ['application', /^application/],
  ['pre-audit', /^preAudit/],
  ['stage 1', /^stage1/],
  ['stage 2', /^stage2/],
  ['corrective action', /^correctiveAction/],
  ['decision', /^decision/],
  ['accreditation', /^accreditation/],
  ['certified', /^certified.*certificate\/granted/],
  ['surveillance 1', /^certified.*cycle\/surveillance1/],
  ['surveillance 2', /^certified.*cycle\/surveillance2/],
  ['recertification', /^certified.*cycle\/recertification/],
];

/**
 * The journey as a rail: `✓` behind, `●` here, `○` ahead.
 * @param path - state path, e.g. `stage2/fieldwork`
 */
export function rail(path: string): string {
  const here = stations.findIndex(([, sign]) => sign.test(path));
  const signs = stations.map(([name], index) => {
    const sign = index === here ? '●' : index < here ? '✓' : '○';
    return `${sign} ${name}`;
  });
  return signs.join(' ─ ');
}
