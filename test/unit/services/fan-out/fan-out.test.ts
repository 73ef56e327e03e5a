import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '../../../../machines/engine/index.ts';
import {
  bodiesOf,
  commandIdOf,
  editionsOf,
  fanOut,
  journeysUnder,
  openJourneysOf,
  type FannedOut,
  type FanOutOrder,
} from '../../../../services/fan-out/index.ts';
import {
  JourneyError,
  type Given,
  type Giving,
  type Row,
} from '../../../../services/journeys/index.ts';

const order: FanOutOrder = {
  ...{ occasion: 'accreditation-lost', about: 'northcert', on: '2028-05-02' },
  fields: { reason: 'Suspended.' },
  actor: { id: 'o-1', role: 'cbAdmin' },
};
const accepted = (entity: string): Given => ({
  ...{ kind: 'accepted', event: 'AccreditationLost', eventId: `${entity}:9` },
});
const refusedBy = (...ids: readonly string[]): Given => ({
  kind: 'refused',
  text: `refused by ${ids.join(' ')}`,
  refusal: {
    ...{ command: 'recordAccreditationLoss', code: 'COMMAND_REFUSED', state: 'certified' },
    rules: ids.map((id) => ({ id, clause: '', text: '' })),
    ...{ faults: [], possible: [] },
  },
});

async function told(
  journeys: readonly string[],
  give: (giving: Giving) => Promise<Given>,
  more: { readonly signal?: AbortSignal } = {},
): Promise<readonly FannedOut[]> {
  const all: FannedOut[] = [];
  for await (const one of fanOut(order, journeys, { give, ...more })) all.push(one);
  return all;
}

describe('what befalls a body, told to its journeys', () => {
  it('given a body and a day, when a journey is told, then by a command whose id follows from both', async () => {
    const given: Giving[] = [];
    await told(['a', 'b'], (giving) => {
      given.push(giving);
      return Promise.resolve(accepted(giving.entity));
    });
    expect(commandIdOf(order)).toBe('accreditation-lost:northcert:2028-05-02');
    expect(given).toEqual(
      ['a', 'b'].map((entity) => ({
        entity,
        command: 'recordAccreditationLoss',
        payload: { on: '2028-05-02', reason: 'Suspended.', actor: { id: 'o-1', role: 'cbAdmin' } },
        id: 'accreditation-lost:northcert:2028-05-02',
      })),
    );
  });

  it('given journeys that answer in every way, when told, then each has its outcome and none keeps another from it', async () => {
    const answers: Readonly<Record<string, () => Promise<Given>>> = {
      ended: () => Promise.reject(new JourneyError('exists', 'has ended')),
      gone: () => Promise.reject(new JourneyError('unknown', 'no such workflow')),
      known: () => Promise.resolve(refusedBy('R-AB-04')),
      lost: () => Promise.reject(new Error('connection lost')),
      refused: () => Promise.resolve(refusedBy('R-AB-04', 'DATE-01')),
      silent: () => Promise.reject(new JourneyError('undecided', 'no answer')),
      told: () => Promise.resolve(accepted('told')),
      last: () => Promise.resolve(accepted('last')),
      beyond: () => Promise.resolve(accepted('beyond')),
    };
    const names = Object.keys(answers);
    const all = await told(
      names,
      ({ entity }) => answers[entity]?.() ?? Promise.reject(new Error()),
    );
    expect(all.map(({ journey, outcome }) => [journey, outcome])).toEqual([
      ['ended', 'ended'],
      ['gone', 'ended'],
      ['known', 'known'],
      ['lost', 'failed'],
      ['refused', 'refused'],
      ['silent', 'failed'],
      ['told', 'recorded'],
      ['last', 'recorded'],
      ['beyond', 'recorded'],
    ]);
    expect(all.find(({ journey }) => journey === 'told')?.eventId).toBe('told:9');
    expect(all.find(({ journey }) => journey === 'lost')?.reason).toBe('connection lost');
  });

  it('given somebody who has enough, when a group was told, then no further one is', async () => {
    const enough = new AbortController();
    const names = Array.from({ length: 20 }, (_, index) => `j-${String(index)}`);
    const all = await told(
      names,
      ({ entity }) => {
        enough.abort();
        return Promise.resolve(accepted(entity));
      },
      { signal: enough.signal },
    );
    expect(all).toHaveLength(8);
  });

  it('given journeys of several bodies, when chosen, then those of the body that are not over, by id', async () => {
    const selected = (entity: string, candidate: string) => ({
      event: { entity, data: { candidate } } as unknown as RecordedEvent,
    });
    const bodies = await bodiesOf(
      (async function* () {
        yield* await Promise.resolve([
          selected('c', 'northcert'),
          selected('a', 'eurocert'),
          selected('b', 'northcert'),
          selected('d', 'northcert'),
          selected('e', 'northcert'),
          selected('f', 'northcert'),
          selected('a', 'northcert'),
          selected('e', 'eurocert'),
        ]);
      })(),
    );
    const running = [
      ['c', 'certified/certificate/active'],
      ['a', 'stage1/planned'],
      ['d', 'terminated'],
      ['e', 'certified'],
      ['f', 'transferredOut'],
      ['x', 'selection/comparing'],
    ].map(([entity = '', state = '']) => ({ entity, state }) as Row);
    expect(openJourneysOf('northcert', bodies, running).map(({ entity }) => entity)).toEqual([
      'a',
      'c',
    ]);
  });
});

describe('the end of an edition, told to the journeys that certify to it', () => {
  const ending: FanOutOrder = {
    ...{ occasion: 'edition-end', about: '27001:2013:2024-04-30:2025-10-31', on: '2023-02-15' },
    fields: {
      edition: '27001:2013',
      decisionsUntil: '2024-04-30',
      certificatesUntil: '2025-10-31',
    },
    actor: { id: 'o-1', role: 'cbAdmin' },
  };

  it('given an edition and its days, when told, then by a command whose id follows from them', () => {
    const id = 'edition-end:27001:2013:2024-04-30:2025-10-31:2023-02-15';
    expect(commandIdOf(ending)).toBe(id);
  });

  it('given journeys that refuse, when told, then by the rules that do', async () => {
    const rules: Readonly<Record<string, readonly string[]>> = {
      known: ['R-STD-08'],
      elsewhere: ['R-STD-07', 'R-STD-08'],
      refused: ['R-STD-08', 'R-STD-09'],
    };
    const all: FannedOut[] = [];
    const give = ({ entity }: Giving) => Promise.resolve(refusedBy(...(rules[entity] ?? [])));
    for await (const one of fanOut(ending, Object.keys(rules), { give })) all.push(one);
    expect(all.map(({ journey, outcome }) => [journey, outcome])).toEqual(
      Object.keys(rules).map((name) => [name, name]),
    );
  });

  it('given journeys of several editions, when chosen, then those under the edition that are not over, by id', async () => {
    const told = (entity: string, data: object) => ({
      event: { entity, data } as unknown as RecordedEvent,
    });
    async function* some(...all: readonly ReturnType<typeof told>[]) {
      yield* await Promise.resolve(all);
    }
    const begun = (entity: string, standard = '27001:2013') => told(entity, { standard });
    const editions = await editionsOf(
      some(...['c', 'a', 'b', 'd', 'e', 'f', 'g'].map((id) => begun(id)), begun('n', '27001:2022')),
      some(told('b', { toEdition: '27001:2022' })),
    );
    const row = (entity: string, state: string) => ({ entity, state }) as Row;
    const running = [
      ...[row('c', 'certified'), row('n', 'certified'), row('b', 'certified')],
      ...[row('a', 'stage1/scheduling'), row('d', 'terminated'), row('e', 'cancelled')],
      ...[row('f', 'expired/missed'), row('g', 'expired/restorable/scheduling')],
    ];
    const chosen = journeysUnder('27001:2013', editions, running);
    expect(chosen.map(({ entity }) => entity)).toEqual(['a', 'c', 'g']);
  });
});
