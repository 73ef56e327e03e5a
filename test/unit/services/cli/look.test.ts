import { describe, expect, it } from '@jest/globals';
import { certification, machines } from '../../../../machines/index.ts';
import { changesBetween } from '../../../../services/cli/look/at.ts';
import { diagramLines } from '../../../../services/cli/look/diagram.ts';
import { findingLines } from '../../../../services/cli/look/doctor.ts';
import { watchLine, watchLines } from '../../../../services/cli/look/watch.ts';
import { stateDiagrams } from '../../../../services/diagram/index.ts';
import { activeStates, type Row } from '../../../../services/journeys/index.ts';
import type { FoldView } from '../../../../services/fold/index.ts';
import { faultsInMermaid } from '../diagram/mermaid-faults.ts';

const row: Row = {
  ...{ entity: 'globex-27001', status: 'running', machine: 'certification', version: '1.0.0' },
  ...{ state: 'stage2/fieldwork', client: 'globex', waitingFor: ['lead auditor'] },
  ...{ nextDue: null, nextDueRule: null, isOverdue: false, problem: null, certificate: null },
};

describe('certway diagram', () => {
  const path = 'certified/(certificate/active,cycle/surveillance1/scheduling)';
  const diagrams = stateDiagrams(certification.logic, activeStates(certification.logic, path));
  const here = (part: string) =>
    /class (\S+) here/
      .exec(diagrams.find((each) => each.path === part)?.text ?? '')?.[1]
      ?.split(',');

  it('given a live state, when drawn, then it is marked in every part that shows it, and nowhere else', () => {
    expect(here('')).toEqual(['certification_certified']);
    expect(here('certified')).toEqual([
      'certification_certified_certificate_active',
      'certification_certified_cycle_surveillance1',
    ]);
    expect(here('certified/cycle/surveillance1')).toEqual([
      'certification_certified_cycle_surveillance1_scheduling',
    ]);
    expect(here('certified/cycle/surveillance2')).toBeUndefined();
    expect(here('stage1')).toBeUndefined();
    for (const { text } of diagrams) expect(faultsInMermaid(text)).toEqual([]);
  });

  it('given no part, when printed, then the whole is Mermaid and a comment names the parts', () => {
    const lines = diagramLines({ id: 'globex-27001', state: path, diagrams });
    expect(lines[0]).toBe(diagrams[0]?.text);
    expect(lines[1]).toBe(`%% globex-27001 is in ${path}`);
    expect(lines[2]).toMatch(/^%% parts: certway diagram globex-27001 --part <selection\|/);
    expect(diagramLines({ id: 'x', state: null, diagrams }, 'certified')).toEqual([
      diagrams.find((each) => each.path === 'certified')?.text,
    ]);
  });
});

describe('certway at --diff', () => {
  const view: FoldView = {
    entity: 'globex-27001',
    machine: { id: 'certification', version: '1.0.0' },
    ...{ sequence: 3, of: 9, at: '2026-11-26T12:00:00.000Z', path: 'selection/comparing' },
    ...{ status: 'active', missing: [], timers: [], children: [], activities: [], outbox: [] },
    lastEvent: { id: 'globex-27001:3', type: 'RcbShortlisted', cause: 'command', at: '' },
    context: { rcb: null, candidates: { 'north.cert': 'shortlisted' }, list: ['a'] },
  };

  it('given two states, when compared, then each path that differs has its value then and now', () => {
    const now = {
      ...view,
      path: 'application/applying',
      context: { rcb: 'x', candidates: { 'north.cert': 'proposed' }, list: ['a', 'b'] },
      timers: [
        {
          name: 'quoteValidity',
          fireAt: '2027-01-25T23:00:00.000Z',
          due: '2027-01-25',
          rule: 'T-01',
        },
      ],
    };
    expect(changesBetween(view, now)).toEqual([
      { path: 'context.candidates["north.cert"]', then: 'shortlisted', now: 'proposed' },
      { path: 'context.list[1]', then: null, now: 'b' },
      { path: 'context.rcb', then: null, now: 'x' },
      { path: 'state', then: 'selection/comparing', now: 'application/applying' },
      { path: 'timers.quoteValidity', then: null, now: '2027-01-25' },
    ]);
    expect(changesBetween(view, view)).toEqual([]);
  });
});

describe('certway watch', () => {
  it('given a row, when watched, then a terminal sees the rail and a pipe one line', () => {
    const options = { hasColor: false, machines };
    expect(watchLines(options, row)).toEqual([
      expect.stringContaining('● stage 2'),
      'globex-27001 stage2/fieldwork',
      'waiting for lead auditor',
      'next due    –',
    ]);
    expect(watchLine(row)).toBe('globex-27001: stage2/fieldwork; waiting for lead auditor');
    const late = {
      ...row,
      status: 'completed',
      isOverdue: true,
      nextDue: '2027-12-31T23:00:00.000Z',
      waitingFor: [],
    };
    expect(watchLine(late)).toBe(
      'globex-27001: stage2/fieldwork; completed; overdue; next due 2027-12-31',
    );
    expect(watchLines(options, late)[2]).toBe('waiting for nobody overdue');
  });
});

describe('certway doctor', () => {
  it('given findings, when told, then each has its sign and what to do', () => {
    expect(
      findingLines({ hasColor: false }, [
        { check: 'temporal', status: 'ok', found: '1.32.0' },
        { check: 'worker', status: 'failed', found: 'nobody polls', fix: 'npm start' },
      ]),
    ).toEqual(['✓ temporal  1.32.0', '✗ worker    nobody polls', '            → npm start']);
  });
});
