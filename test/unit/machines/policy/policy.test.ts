import { describe, expect, it } from '@jest/globals';
import { createSimulation, faultsIn, type Simulation } from '../../../../machines/engine/index.ts';
import { certificationContract, machines } from '../../../../machines/index.ts';
import { policySchema, resolvePolicy, type Policy } from '../../../../machines/policy/index.ts';

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

  it('given a locked value, when overridden, then the fault names path and clause', () => {
    const [fault] = faults({ client: 'globex', persons: 50, overrides: { majorHardStop: 'P9M' } });
    expect(fault).toBe(
      'overrides.majorHardStop: is locked by ISO/IEC 17021-1 9.5.3.2 and cannot be overridden (given "P9M")',
    );
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
