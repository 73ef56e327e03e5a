import { describe, expect, it } from '@jest/globals';
import proto from '@temporalio/proto';
import {
  findConflicts,
  findMissing,
} from '../../../../infra/temporal/provision-search-attributes.ts';
import { searchAttributes } from '../../../../machines/engine/index.ts';

const int = proto.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_INT;

describe('search attributes', () => {
  it('given an empty namespace, when compared, then all are missing and none is in conflict', () => {
    expect(Object.keys(findMissing({}))).toEqual(Object.keys(searchAttributes));
    expect(findConflicts({})).toEqual([]);
  });

  it('given all of them, when compared, then nothing is to be done', () => {
    const all = findMissing({});
    expect(findMissing(all)).toEqual({});
    expect(findConflicts({ ...all, SomebodyElses: int })).toEqual([]);
  });

  it('given one of another type, when compared, then it is named and not added', () => {
    const existing = { ...findMissing({}), CertwayOverdue: int };
    expect(findConflicts(existing)).toEqual([
      'search attribute CertwayOverdue is Int, needed is Bool',
    ]);
    expect(findMissing(existing)).toEqual({});
  });

  it('given the room of SQL visibility, when counted, then they fit', () => {
    const room = { Keyword: 9, KeywordList: 3, Datetime: 3, Int: 3, Bool: 3 };
    for (const [type, limit] of Object.entries(room)) {
      const used = Object.values(searchAttributes).filter((other) => other === type).length;
      expect(used).toBeGreaterThan(0);
      expect(used).toBeLessThanOrEqual(limit);
    }
  });
});
