import { describe, expect, it } from '@jest/globals';
import { dehydrate, stateOf, type Simulation } from '../../../../machines/engine/index.ts';
import { machines, nonconformity } from '../../../../machines/index.ts';
import { words } from '../../../../machines/text/index.ts';
import { taskOf, tasksForRole, tasksOf, type Row } from '../../../../services/journeys/index.ts';
import { rolesIn } from '../../../../services/journeys/persons.ts';
import { justBefore } from '../../../support/cases.ts';

const due = '2026-12-30T23:00:00.000Z';

/** The rows that a list of running workflows would have. */
function rowsOf(runner: Simulation): Row[] {
  return runner.entities().flatMap((entity) => {
    const { snapshot, machine } = runner.state(entity);
    if (snapshot.status !== 'active') return [];
    const tags = [...snapshot.tags].map(String);
    return {
      ...{ entity, status: 'running', machine: machine.id, version: machine.version },
      state: stateOf(runner.state(entity)),
      waitingFor: tags.filter((tag) => tag.startsWith('waitingFor')).map(words),
      isOverdue: tags.includes('overdue'),
      ...{ client: null, nextDue: null, nextDueRule: null, problem: null, certificate: null },
    };
  });
}

describe('tasks', () => {
  it('given a journey in its choice of a body, when asked, then the client has what the phase offers, and nothing that is possible at any time', () => {
    const { runner } = justBefore('selectRcb');
    const [task, ...others] = tasksOf(machines, rowsOf(runner));
    expect([task?.entity, task?.waitingFor, others]).toEqual(['globex-27001', 'client', []]);
    const names = task?.commands.map(({ command }) => command);
    expect(names).toEqual(expect.arrayContaining(['shortlistRcb', 'recordProposal', 'selectRcb']));
    expect(names).not.toContain('declareConflict');
    expect(names).not.toContain('terminateEngagement');
  });

  it('given an audit under way, when asked, then it is a task of the audit and not of the journey that waits for it', () => {
    const { runner } = justBefore('holdClosingMeeting', 3);
    const found = tasksOf(machines, rowsOf(runner));
    expect(found.map(({ entity }) => entity)).toEqual(['globex-27001/stage-2']);
    expect(found[0]?.commands.map(({ command }) => command)).toContain('holdClosingMeeting');
  });

  it('given nonconformities, when asked for a role, then only its commands are told', () => {
    const { runner } = justBefore('acceptCap');
    const all = tasksOf(machines, rowsOf(runner));
    const mine = tasksForRole(all, 'leadAuditor');
    expect(mine.length).toBeGreaterThan(0);
    for (const { commands } of mine) {
      expect(commands.every(({ roles }) => roles.includes('leadAuditor'))).toBe(true);
    }
    const clients = tasksForRole(all, 'client');
    expect(clients.length).toBeGreaterThan(0);
    expect(clients.length).toBeLessThan(all.length);
    expect(tasksForRole(all, 'panelMember')).toEqual([]);
  });

  it('given deadlines, when asked, then what is overdue comes first, then what is due first', () => {
    const base = rowsOf(justBefore('acceptCap').runner).filter(
      ({ machine }) => machine === 'nonconformity',
    );
    const rows = base.map((row, index) => ({
      ...row,
      state: 'responding/awaitingCap',
      nextDue: index === 1 ? due : index === 2 ? '2026-12-01T23:00:00.000Z' : null,
      isOverdue: index === 3,
    }));
    const order = tasksOf(machines, rows).map(({ entity }) =>
      rows.findIndex((row) => row.entity === entity),
    );
    expect(order.slice(0, 3)).toEqual([3, 2, 1]);
  });

  it('given a machine of another build, when asked, then it is passed over', () => {
    const [row] = rowsOf(justBefore('selectRcb').runner);
    expect(tasksOf(machines, row ? [{ ...row, machine: 'other' }] : [])).toEqual([]);
  });
});

describe('tasks of a person', () => {
  it('given a team, when asked for its members and others, then only who may give a command has it as a task', () => {
    const { runner, step } = justBefore('acceptCap');
    const task = tasksOf(machines, rowsOf(runner)).find(({ entity }) => entity === step.entity);
    if (!task) throw new Error('there is a task');
    const state = dehydrate(nonconformity, runner.state(step.entity));
    const of = (id: string, role?: string) =>
      taskOf({ task, machine: nonconformity, state }, { id, ...(role && { role }) }, runner.now());
    expect(of('a-1')?.commands.map(({ command }) => command)).toContain('acceptCap');
    expect(of('a-99')).toBeUndefined();
    expect(of('a-99', 'leadAuditor')).toBeUndefined();
    expect(of('c-1', 'client')).toBeUndefined();
  });

  it('given a context, when somebody is looked for, then the roles are those in which it names the person', () => {
    const context = {
      team: [{ id: 'a-1', role: 'leadAuditor' }],
      policy: { staff: [{ id: 'a-1', roles: ['technicalReviewer'] }] },
      members: ['p-1', 'p-2'],
    };
    expect(rolesIn(context, 'a-1')).toEqual(['leadAuditor', 'technicalReviewer']);
    expect(rolesIn(context, 'p-2')).toEqual(['panelMember']);
    expect(rolesIn(context, 'x-1')).toEqual([]);
  });
});
