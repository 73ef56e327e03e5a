import { describe, expect, it } from '@jest/globals';
import { repositoryFiles, textOf } from './repository-files.ts';

const machinePath = /(?<![\w.@})-])\/(work|farm|root|Users|home)\//;
const registryHost =
  /registry\.npmjs|registry\.yarnpkg|npm\.pkg\.github|pypi\.org|files\.pythonhosted|proxy\.golang|crates\.io|deb\.debian/;
const disableWithoutReason = /eslint-disable(?!.* -- \S)/;
const suppression = /@ts-(ignore|nocheck)|prettier-ignore/;

/** The lines of the repository's texts that match, as `path:line`. */
function linesWith(pattern: RegExp): readonly string[] {
  return repositoryFiles()
    .filter((path) => path !== 'LICENSE')
    .flatMap((path) =>
      textOf(path)
        .split('\n')
        .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : [])),
    );
}

describe('source text', () => {
  it('given a text, when read, then it names no path of a machine', () => {
    expect(linesWith(machinePath)).toEqual([]);
  });

  it('given a text, when read, then it names no host of a package registry', () => {
    expect(linesWith(registryHost)).toEqual([]);
  });

  it('given the lockfile, when read, then it says no address to download from', () => {
    expect(textOf('package-lock.json')).not.toContain('"resolved"');
  });

  it('given a disabled lint rule, when read, then the reason follows', () => {
    expect(
      linesWith(disableWithoutReason).filter((line) => !line.startsWith('test/unit/architecture/')),
    ).toEqual([]);
  });

  it('given a text, when read, then it silences neither the compiler nor the formatter', () => {
    expect(
      linesWith(suppression).filter((line) => !line.startsWith('test/unit/architecture/')),
    ).toEqual([]);
  });
});
