import { describe, expect, it } from '@jest/globals';
import { cliPage } from '../../../../infra/checks/cli-page.ts';

describe('page of the command line', () => {
  const { path, text } = cliPage();

  it('given the program, when its page is made, then every command has a section with its help', () => {
    expect(path).toBe('infra/docs/cli.md');
    for (const name of ['start', 'do', 'doctor', 'log verify', 'dlq redrive', 'migrate plan']) {
      expect(text).toContain(`\n## certway ${name}\n`);
    }
    expect(text).toContain('Usage: certway log verify [options]');
    expect(text.split('```').length % 2).toBe(1);
  });

  it('given a checkout, when its page is made, then nothing in it depends on the machine', () => {
    expect(text).not.toContain(process.cwd());
    expect(cliPage().text).toBe(text);
  });
});
