import { describe, expect, it } from '@jest/globals';
import { repositoryFiles } from './repository-files.ts';

const rooms = /^(machines|workflows|services|activities|infra|test)\//;
const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const catchAll = /(^|\/)(utils?|common|helpers?|misc|types)(\/|\.ts$)/;

// A recorded history is named after its workflow, which is camelCase; a recorded stream after its machine, scenario and version.
const recorded = /^test\/replay\/.*\.jsonl?$/;

const files = repositoryFiles().filter(
  (path) => rooms.test(path) && !recorded.test(path) && !path.endsWith('/README.md'),
);
const withoutKind = (name: string): string => name.replace(/(\.[a-z0-9]+)+$/, '');

describe('file names', () => {
  it('given the rooms, when listed, then there are files', () => {
    expect(files.length).toBeGreaterThan(10);
  });

  it('given a file in a room, when named, then each part of its path is kebab-case', () => {
    const bad = files.filter(
      (path) =>
        !path
          .split('/')
          .map(withoutKind)
          .every((part) => kebab.test(part)),
    );
    expect(bad).toEqual([]);
  });

  it('given a file in a room, when named, then no part is a catch-all', () => {
    expect(files.filter((path) => catchAll.test(path))).toEqual([]);
  });

  it('given a source file, when placed, then at most three folders lie above it', () => {
    const deep = files.filter((path) => !path.startsWith('test/') && path.split('/').length > 4);
    expect(deep).toEqual([]);
  });

  it('given a test, when placed, then it belongs to a tier and ends in .test.ts', () => {
    const tests = files.filter((path) => /[.-](test|spec)\.[a-z]+$/.test(path));
    expect(
      tests.filter(
        (path) => !/^test\/(unit|replay|servers|browser|long)\/.*\.test\.ts$/.test(path),
      ),
    ).toEqual([]);
  });
});
