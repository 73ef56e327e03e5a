import { describe, expect, it } from '@jest/globals';
import { repositoryFiles, textOf } from './repository-files.ts';

const page = textOf('infra/docs/observability.md');
const sources = repositoryFiles().filter((file) =>
  /^(workflows|activities|infra)\/.*\.ts$/.test(file),
);
const named = new Set(
  sources.flatMap((file) => textOf(file).match(/(?<=')certway_[a-z_]+(?=')/g) ?? []),
);

describe('observability', () => {
  it('given the metrics in the source, when the page is read, then it lists each of them', () => {
    expect([...named].filter((name) => !new RegExp(`\\| \`${name}\` +\\|`).test(page))).toEqual([]);
  });

  it('given the page, when the source is read, then each metric of ours exists', () => {
    const listed = page.match(/(?<=\| `)certway_[a-z_]+(?=` +\|)/g) ?? [];
    expect(listed.length).toBeGreaterThan(0);
    expect(listed.filter((name) => !named.has(name))).toEqual([]);
  });
});
