import { describe, expect, it } from '@jest/globals';
import { errors } from '@nats-io/nats-core';
import { ServiceError, WorkflowNotFoundError } from '@temporalio/client';
import { NamespaceNotFoundError } from '@temporalio/common';
import type { Command } from 'commander';
import {
  createProgram,
  exitCodeOf,
  exitCodes,
  serverText,
} from '../../../../services/cli/index.ts';
import { cliOptions } from '../../../support/cli-options.ts';

describe('what a server says', () => {
  it.each([
    [
      new WorkflowNotFoundError('workflow not found', 'x-1', undefined),
      'Temporal knows no workflow x-1; "certway list" names them.',
      exitCodes.NOT_THERE,
    ],
    [new NamespaceNotFoundError('other'), /no namespace other: .*CERTWAY_NAMESPACE/, 1],
    [
      new ServiceError('list', { cause: new Error('7 PERMISSION_DENIED') }),
      /^Temporal has not done it: 7 PERMISSION_DENIED\. See "certway doctor"\.$/,
      1,
    ],
    [Reflect.construct(errors.TimeoutError, []) as Error, /^NATS has not done it: timeout/, 1],
  ])(
    'given %s, when it ends a command, then it is told in one line, with its exit code',
    (error, text, code) => {
      expect(serverText(error)).toMatch(text);
      expect(exitCodeOf(error)).toBe(code);
    },
  );

  it('given a bug, when it ends a command, then nothing is told in its place', () => {
    expect(serverText(new TypeError('x is undefined'))).toBeUndefined();
  });
});

describe('the commands', () => {
  it('given each of them, when its flags are read, then it takes --json, but what is JSON anyway or hands on its flags', () => {
    const without = (command: Command, path: string): readonly string[] =>
      command.commands.length > 0
        ? command.commands.flatMap((inner) => without(inner, `${path} ${inner.name()}`.trim()))
        : command.options.some(({ long }) => long === '--json')
          ? []
          : [path];
    expect(without(createProgram(cliOptions({})), '')).toEqual(['why', 'do', 'log prove']);
  });
});
