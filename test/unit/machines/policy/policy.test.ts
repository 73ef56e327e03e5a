import { describe, expect, it } from '@jest/globals';
import { createSimulation, faultsIn, type Simulation } from '../../../../machines/engine/index.ts';
import { certificationContract, machines } from '../../../../machines/index.ts';
import {
  bounds,
  isNeverLonger,
  packs,
  policyName,
  policySchema,
  resolvePolicy,
  type Policy,
} from '../../../../machines/policy/index.ts';

function started(input: object, entity = 'globex-27001'): Simulation {
  const runner = createSimulation({ machines, at: '2026-08-24T10:00:00.000Z' });
  runner.start('certification', entity, input);
  return runner;
}
function recorded(
  runner: Simulation,
  entity = 'globex-27001',
): { policy: Policy; accreditationGate: string } {
  return runner.log(entity)[0]?.data as unknown as { policy: Policy; accreditationGate: string };
}

describe('policy packs', () => {
  it.each(['default', 'demonstration'] as const)(
    'given the pack %s, when resolved, then it is complete',
    (name) => {
      expect(faultsIn(policySchema, resolvePolicy(name, {}))).toEqual([]);
      expect(resolvePolicy(name, {}).id).toBe(name);
    },
  );

  it('given client and persons only, when started, then defaults and the whole policy are recorded', () => {
    const runner = started({ client: 'globex', persons: 50 });
    expect(runner.log()[0]?.data).toMatchObject({
      client: 'globex',
      persons: 50,
      sites: 1,
      standard: '27001:2022',
      accreditationGate: 'notRequired',
      policy: { id: 'default', version: '1.0.0', zone: 'Europe/Berlin', majorHardStop: 'P6M' },
    });
  });

  it('given the demonstration pack, when started, then the accreditation body is asked', () => {
    expect(
      recorded(started({ client: 'globex', persons: 50, policy: 'demonstration' }))
        .accreditationGate,
    ).toBe('required');
  });

  it('given an override, when started, then it is in the recorded policy', () => {
    const runner = started({ client: 'globex', persons: 50, overrides: { capMaxRounds: 2 } });
    expect(recorded(runner).policy).toMatchObject({ capMaxRounds: 2, capDue: 'P30D' });
    expect(policyName(recorded(runner).policy)).toBe('default 1.0.0+own');
    expect(policyName(resolvePolicy('default', {}))).toBe('default 1.0.0');
  });

  it('given the page of the domain, when the default pack is read, then every choice of it is there', () => {
    expect(packs.default).toMatchObject({
      ...{ stage1MaxAge: 'P6M', planNotice: 'P14D', capDue: 'P30D', majorEvidenceDue: 'P90D' },
      ...{ majorHardStop: 'P6M', minorPlanDue: 'P60D', minorClosure: 'planAccepted' },
      ...{ minorsPerRequirementAlert: 3, capMaxRounds: 3, decisionSla: 'P30D', panelQuorum: 3 },
      ...{ panelRule: 'majorityNoVeto', abGate: 'none', certificateTerm: 'P3Y', sv1Max: 'P12M' },
      ...{ svPerCalendarYear: 1, svMaxGap: 'off', restorationWindow: 'P6M', suspensionMax: 'P6M' },
      ...{ recertReminders: ['-P9M', '-P6M', '-P4M', '-P3M'], coolingOff: 'P2Y' },
      ...{ remoteShareAlert: 30, minReductionFloor: 0.7, svShare: '1/3', rcShare: '2/3' },
      ...{ retention: 2, quoteValidity: 'P60D', stage1Notice: 'P7D', reportWorkingDays: 10 },
      ...{ decisionAlerts: ['P20D', 'P25D'], abAnswerReminder: 'P30D', certificateWorkingDays: 5 },
      ...{ appealWorkingDays: 5, auditDayTolerance: 0.1 },
    });
  });

  it('given the locked values, when a pack is read, then it holds the bound or is stricter', () => {
    for (const [name, { limit }] of Object.entries(bounds)) {
      expect([name, Reflect.get(packs.default, name)]).toEqual([name, limit]);
    }
  });

  it.each([
    ['P1M', 'P31D', true],
    ['P31D', 'P1M', false],
    ['P28D', 'P1M', true],
    ['P29D', 'P1M', false],
    ['P12M', 'P1Y', true],
    ['P1Y', 'P12M', true],
    ['P365D', 'P1Y', true],
    ['P366D', 'P1Y', false],
  ])('given %s, when compared with %s, then never longer: %s', (period, other, expected) => {
    expect(isNeverLonger(period, other)).toBe(expected);
  });

  it('given a sampled gate, when journeys start, then the id alone decides, at about the rate', () => {
    const overrides = { abGate: 'sampled', abSampleRate: 0.5 };
    const gateOf = (entity: string): string =>
      recorded(started({ client: 'globex', persons: 50, overrides }, entity), entity)
        .accreditationGate;
    const ids = Array.from({ length: 40 }, (_, number) => `client-${number}`);
    const asked = ids.filter((id) => gateOf(id) === 'required');
    expect(asked.length).toBeGreaterThan(8);
    expect(asked.length).toBeLessThan(32);
    expect(ids.filter((id) => gateOf(id) === 'required')).toEqual(asked);
  });
});

describe('input of a journey', () => {
  const faults = (input: object): string[] => faultsIn(certificationContract.input, input);

  const overriding = (overrides: object): string[] =>
    faults({ client: 'globex', persons: 50, overrides });

  it('given a locked value, when loosened, then the fault names the value, the bound, the rule and what is possible', () => {
    expect(overriding({ majorHardStop: 'P9M' })).toEqual([
      'overrides.majorHardStop: is locked by rule T-07, ISO/IEC 17021-1 9.5.3.2: at most P6M; a shorter one may be set (given "P9M")',
    ]);
    expect(overriding({ svPerCalendarYear: 2 })).toEqual([
      'overrides.svPerCalendarYear: is locked by rule T-14, ISO/IEC 17021-1 9.1.3.3 (unconfirmed): exactly 1; nothing else can be set (given 2)',
    ]);
  });

  it.each([
    ['majorHardStop', ['P6M', 'P5M', 'P181D', 'P0D'], ['P182D', 'P7M', 'P6M1D']],
    ['certificateTerm', ['P3Y', 'P36M', 'P2Y'], ['P3Y1D', 'P1097D']],
    ['sv1Max', ['P12M', 'P1Y', 'P365D', 'P11M'], ['P13M', 'P366D']],
    ['svPerCalendarYear', [1], [0, 2]],
    ['restorationWindow', ['P6M', 'P3M'], ['P7M']],
    ['coolingOff', ['P2Y', 'P24M', 'P731D', 'P5Y'], ['P1Y', 'P730D', 'P23M']],
    ['minReductionFloor', [0.7, 0.8, 1], [0.69, 0, 1.1]],
    ['svShare', ['1/3', '34/99', '1/2'], ['1/4', '33/100', '32/99']],
    ['rcShare', ['2/3', '3/4', '1/1'], ['1/2', '65/98']],
  ])(
    'given the locked %s, when as strict or stricter, then it stands; looser is refused',
    (name, kept, refused) => {
      for (const value of kept) expect([value, overriding({ [name]: value })]).toEqual([value, []]);
      for (const value of refused) {
        expect([value, overriding({ [name]: value }).length]).toEqual([value, 1]);
      }
    },
  );

  it.each([
    ['quoteValidity', '-P60D', 'points forward'],
    ['quoteValidity', 'P60', 'a period such as'],
    ['quoteValidity', 'P9999Y', 'at most twenty years'],
    ['majorHardStop', 'P9999Y', 'at most twenty years'],
    ['recertReminders', ['P9M'], 'points backward'],
    ['svShare', 'a third', 'a fraction such as'],
    ['svMaxGap', 'never', 'or off'],
    ['holidays', ['2026-02-30'], 'ISO date'],
    ['retention', 0, '>=1'],
  ])('given %s, when %j, then the fault says what is possible', (name, value, part) => {
    expect(overriding({ [name]: value })).toEqual([expect.stringContaining(part)]);
  });

  it('given several faults, when checked, then every one is reported by its path', () => {
    const found = faults({
      persons: 0,
      policy: 'none',
      overrides: { capDue: '30 days', zone: 'Berlin' },
      color: 'red',
    });
    expect(found.map((fault) => fault.split(':')[0])).toEqual(
      expect.arrayContaining([
        'client',
        'persons',
        'policy',
        'overrides.capDue',
        'overrides.zone',
        'color',
      ]),
    );
    expect(found.join()).toContain('color');
  });

  it('given the example, when checked, then it is valid', () => {
    expect(faults(certificationContract.example)).toEqual([]);
  });
});
