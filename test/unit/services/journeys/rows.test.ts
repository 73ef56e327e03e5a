import { describe, expect, it } from '@jest/globals';
import { defineSearchAttributeKey, TypedSearchAttributes } from '@temporalio/common';
import { rowOf } from '../../../../services/journeys/index.ts';

const keyword = (name: string, value: string) => ({
  key: defineSearchAttributeKey(name, 'KEYWORD'),
  value,
});
type Given = Parameters<typeof rowOf>[0];
const status = { code: 1, name: 'RUNNING' } as unknown as Given['status'];
const running = { workflowId: 'globex-27001', status };

describe('row', () => {
  it('given search attributes, when read, then the row names what they say', () => {
    const typedSearchAttributes = new TypedSearchAttributes([
      keyword('CertwayState', 'stage2/fieldwork'),
      keyword('CertwayMachine', 'certification@1.0.0'),
      keyword('CertwayClient', 'globex'),
      keyword('CertwayNextDueRule', 'T-09'),
      {
        key: defineSearchAttributeKey('CertwayWaitingFor', 'KEYWORD_LIST'),
        value: ['lead auditor'],
      },
      {
        key: defineSearchAttributeKey('CertwayNextDue', 'DATETIME'),
        value: new Date('2027-12-31T23:00:00Z'),
      },
      { key: defineSearchAttributeKey('CertwayOverdue', 'BOOL'), value: true },
    ]);
    expect(rowOf({ ...running, typedSearchAttributes })).toEqual({
      ...{ entity: 'globex-27001', status: 'running', machine: 'certification', version: '1.0.0' },
      ...{ state: 'stage2/fieldwork', client: 'globex', waitingFor: ['lead auditor'] },
      ...{ nextDue: '2027-12-31T23:00:00.000Z', nextDueRule: 'T-09', isOverdue: true },
      ...{ problem: null, certificate: null },
    });
  });

  it('given a workflow of somebody else, when read, then there is no row', () => {
    expect(
      rowOf({ ...running, typedSearchAttributes: new TypedSearchAttributes() }),
    ).toBeUndefined();
  });
});
