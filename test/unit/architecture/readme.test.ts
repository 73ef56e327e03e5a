import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { repositoryFiles, root, textOf } from './repository-files.ts';

const readme = textOf('README.md');
const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
const source = repositoryFiles()
  .filter((path) => /^(machines|workflows|services|activities|infra)\/.*\.(ts|mjs)$/.test(path))
  .map(textOf)
  .join('\n');

const all = (pattern: RegExp): string[] => [
  ...new Set([...readme.matchAll(pattern)].map(([, found = '']) => found)),
];

describe('README', () => {
  it('given a script that it names, when looked up, then package.json has it', () => {
    const named = all(/\bnpm (?:run )?(start|test|(?<=run )[\w:-]+)/g);
    expect(named).not.toEqual([]);
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  it('given a relative link, when followed, then there is a file', () => {
    const targets = all(/\]\((?![a-z]+:|#)([^)#\s]+)/g);
    expect(targets.filter((target) => !existsSync(join(root, target)))).toEqual([]);
  });

  it('given a room, when looked for, then the README names it', () => {
    const rooms = ['machines', 'workflows', 'services', 'activities', 'infra', 'test'];
    expect(rooms.filter((room) => !readme.includes(`[${room}](${room})`))).toEqual([]);
  });

  it('given an environment key or an error code, when looked for, then the source knows it', () => {
    const keys = all(/`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?:=[^`]*)?`/g);
    expect(keys.filter((key) => !new RegExp(`\\b${key}\\b`).test(source))).toEqual([]);
  });
});
