import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { searchAttributes, statePath } from '../../../../machines/engine/index.ts';
import { certification, machines } from '../../../../machines/index.ts';
import { activeStates, savedLinks } from '../../../../services/journeys/index.ts';
import { createProgram } from '../../../../services/cli/index.ts';
import { cliOptions } from '../../../support/cli-options.ts';

const links = savedLinks(machines, '2027-03-03');
const queryOf = (name: string) => links.find((link) => link.name === name)?.query ?? '';

describe('saved links', () => {
  it('given all of them, when read, then they use search attributes that exist, and running workflows only', () => {
    for (const { query } of links) {
      const names = query.match(/Certway\w+/g) ?? [];
      expect(names.length).toBeGreaterThan(0);
      for (const name of names) expect(Object.keys(searchAttributes)).toContain(name);
      expect(query).toMatch(/^ExecutionStatus = 'Running' AND /);
    }
  });

  it('given the machines, when read, then each party has its list', () => {
    expect(links.map(({ name }) => name)).toEqual([
      ...['waiting for accreditation body', 'waiting for appeals handler'],
      ...['waiting for certification body', 'waiting for client', 'waiting for lead auditor'],
      ...['waiting for panel', 'waiting for technical reviewer', 'overdue', 'open majors'],
      ...['certificate expires within 90 days', 'suspended', 'stopped by a problem'],
    ]);
  });

  it('given the links of the README, when compared, then each has the query of a saved link', () => {
    const readme = readFileSync(join(process.cwd(), 'README.md'), 'utf8');
    const queries = [...readme.matchAll(/\/workflows\?(query=[^\s)]+)/g)].map(
      ([, search]) => new URLSearchParams(search).get('query') ?? '',
    );
    for (const query of queries) expect(links.map((link) => link.query)).toContain(query);
  });

  it('given a day, when read, then what expires soon counts from it', () => {
    expect(queryOf('certificate expires within 90 days')).toContain(
      "CertwayCertifiedUntil <= '2027-06-01T00:00:00.000Z'",
    );
  });

  it('given a suspended certificate, when its state is written, then it begins as the query asks', () => {
    const [, beginning = ''] = /STARTS_WITH '(.+)'/.exec(queryOf('suspended')) ?? [];
    const value = {
      certified: { certificate: 'suspended', cycle: { surveillance1: 'reporting' } },
    };
    expect(statePath(value).startsWith(beginning)).toBe(true);
    const live = activeStates(certification.logic, statePath(value));
    expect([...live].map(({ key }) => key)).toContain('suspended');
  });

  it('given a namespace, when printed, then each link opens the list of the UI with its query', async () => {
    const lines: string[] = [];
    const options = {
      uiUrl: 'http://127.0.0.1:8233',
      write: (line: string) => void lines.push(line),
    };
    await createProgram(cliOptions(options)).parseAsync(['node', 'certway', 'links']);
    const overdue = lines.find((line) => line.startsWith('overdue ')) ?? '';
    const url = new URL(/ (http\S+)$/.exec(overdue)?.[1] ?? '');
    expect(url.pathname).toBe('/namespaces/default/workflows');
    expect(url.searchParams.get('query')).toBe(queryOf('overdue'));
  });
});
