import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RecordedEvent, Simulation } from '../../../../machines/engine/index.ts';
import { project, type Standing } from '../../../../services/register/project.ts';
import { begun, play, readCase, refusedBy } from '../../../support/cases.ts';
import { certifiedStory, issueOf, publicEvents, suspendedStory } from '../../../support/stories.ts';

const journey = 'globex-27001';
const panel = { id: 'p-1', role: 'panelMember' };
const client = { id: 'c-1', role: 'client' };
const office = { id: 'o-1', role: 'cbAdmin' };

/** Of the day, by somebody; it must be accepted. */
function decide(runner: Simulation, day: string, [command, payload]: [string, object]): void {
  runner.travelTo(`${day}T12:00:00.000Z`);
  expect(refusedBy(runner, journey, [command, payload])).toEqual([]);
}

const projected = (events: readonly RecordedEvent[]): Standing | undefined =>
  events.reduce<Standing | undefined>(project, undefined);

const certificates = (runner: Simulation) =>
  projected(publicEvents(runner, journey))?.certificates ?? [];

const certified = () => certifiedStory(journey);
const suspended = () => suspendedStory(journey);

/** On the day after the decision on another cycle. */
function renewed(): Simulation {
  const runner = certified();
  const { steps } = readCase('worked-case-years');
  play(runner, { journey, steps: steps.slice(0, -1) });
  return runner;
}

describe('the public standing of a certificate', () => {
  it('given a journey before its grant, when projected, then there is no certificate', () => {
    const runner = begun(readCase('worked-case'));
    const { steps } = readCase('worked-case');
    const grant = steps.findIndex(({ command }) => command === 'grantCertification');
    play(runner, { journey, steps: steps.slice(0, grant) });
    expect(certificates(runner)).toEqual([]);
    play(runner, { journey, steps: steps.slice(grant, grant + 1) });
    expect(certificates(runner)).toEqual([]);
  });

  it('given a grant on 20 January 2027, when the certificate is issued, then it is valid from the decision for three years', () => {
    const runner = certified();
    expect(certificates(runner)).toEqual([
      {
        number: 'globex-27001-1',
        journey,
        client: 'globex',
        standard: '27001:2022',
        scope: 'Development and operation of the payment platform',
        status: 'valid',
        since: '2027-01-22',
        validFrom: '2027-01-20',
        validUntil: '2030-01-19',
        expiresAt: '2030-01-19T23:00:00.000Z',
        issuedOn: '2027-01-22',
        revision: 1,
        lastEvent: issueOf(runner, journey),
        lastEventAt: '2027-01-22T12:00:00.000Z',
      },
    ]);
  });

  it('given a revised certificate, when projected, then entry and last event change, status and validity stay', () => {
    const runner = certified();
    const [before] = certificates(runner);
    const reissue = { actor: { id: 'o-2', role: 'cbAdmin' }, on: '2027-06-01', reason: 'moved' };
    decide(runner, '2027-06-01', ['reissueCertificate', reissue]);
    expect(certificates(runner)).toEqual([
      {
        ...before,
        revision: 2,
        // What the revision takes the place of is told after it.
        lastEvent: `${journey}:${String(runner.log(journey).length - 1)}`,
        lastEventAt: runner.now(),
      },
    ]);
  });

  it('given a suspension, when it ends, then each is dated by its decision and the validity stays', () => {
    const runner = certified();
    decide(runner, '2027-06-01', [
      'suspendCertificate',
      { actor: panel, on: '2027-06-01', cause: 'The mark was misused.' },
    ]);
    expect(certificates(runner)).toMatchObject([
      { status: 'suspended', since: '2027-06-01', validUntil: '2030-01-19', revision: 2 },
    ]);
    decide(runner, '2027-07-01', [
      'restoreCertificate',
      { actor: panel, on: '2027-07-01', reason: 'The mark was taken off.' },
    ]);
    expect(certificates(runner)).toMatchObject([
      { status: 'valid', since: '2027-07-01', validUntil: '2030-01-19', revision: 3 },
    ]);
  });

  it('given a suspended certificate, when its scope is reduced, then it is valid again with the scope that is left', () => {
    const runner = suspended();
    const reduced = { scope: 'Operation of the payment platform', sites: ['head office'] };
    decide(runner, '2028-03-01', [
      'reduceScope',
      { actor: panel, on: '2028-03-01', reason: 'Development was sold.', ...reduced },
    ]);
    expect(certificates(runner)).toMatchObject([
      { status: 'valid', since: '2028-03-01', scope: reduced.scope, validUntil: '2030-01-19' },
    ]);
  });

  it('given a certificate, when the client cancels it, then it is cancelled from that day, and stays so', () => {
    const runner = certified();
    decide(runner, '2027-06-01', ['cancelCertificate', { actor: client, on: '2027-06-01' }]);
    runner.travelTo('2030-02-01T12:00:00.000Z');
    expect(certificates(runner)).toMatchObject([{ status: 'cancelled', since: '2027-06-01' }]);
  });

  it('given a certificate, when another body takes it over, then it is cancelled from that day', () => {
    const runner = certified();
    const to = { on: '2027-06-01', acceptingBody: 'Othercert' };
    const documents = [{ title: 'Report of Stage 2', version: '1' }];
    decide(runner, '2027-06-01', ['requestTransferOut', { actor: client, ...to }]);
    const records = { actor: office, on: '2027-06-01', documents };
    decide(runner, '2027-06-01', ['handOverRecords', records]);
    decide(runner, '2027-06-02', ['recordTransferOut', { actor: office, on: '2027-06-02' }]);
    expect(certificates(runner)).toMatchObject([{ status: 'cancelled', since: '2027-06-02' }]);
  });

  it.each([
    ['valid', certified],
    ['suspended', suspended],
  ])(
    'given a %s certificate, when withdrawn, then it says so and nothing ends it again',
    (_, from) => {
      const runner = from();
      decide(runner, '2028-08-01', [
        'withdrawCertificate',
        { actor: panel, on: '2028-08-01', reasons: ['The cause was not resolved.'] },
      ]);
      expect(certificates(runner)).toMatchObject([{ status: 'withdrawn', since: '2028-08-01' }]);
      decide(runner, '2028-08-02', ['terminateEngagement', { actor: office }]);
      expect(certificates(runner)).toMatchObject([{ status: 'withdrawn', since: '2028-08-01' }]);
    },
  );

  it.each([
    ['valid', certified],
    ['suspended', suspended],
  ])(
    'given a %s certificate, when its last day ends in Berlin, then it has expired from the next day',
    (status, from) => {
      const runner = from();
      runner.travelTo('2030-01-19T22:59:59.999Z');
      expect(certificates(runner)).toMatchObject([{ status }]);
      runner.travelTo('2030-01-19T23:00:00.000Z');
      expect(certificates(runner)).toMatchObject([{ status: 'expired', since: '2030-01-20' }]);
    },
  );

  it('given a valid certificate, when the engagement is terminated, then it is cancelled on that local day', () => {
    const runner = certified();
    runner.travelTo('2027-06-30T22:30:00.000Z');
    expect(refusedBy(runner, journey, ['terminateEngagement', { actor: office }])).toEqual([]);
    expect(certificates(runner)).toMatchObject([{ status: 'cancelled', since: '2027-07-01' }]);
  });

  it('given a renewal, when only granted, then the old certificate stays; when issued, then it is replaced', () => {
    const runner = renewed();
    expect(publicEvents(runner, journey).at(-1)?.type).toBe('RecertificationGranted');
    expect(certificates(runner)).toMatchObject([{ number: 'globex-27001-1', status: 'valid' }]);
    decide(runner, '2029-12-20', ['issueCertificate', { actor: office, on: '2029-12-20' }]);
    expect(certificates(runner)).toMatchObject([
      { number: 'globex-27001-1', status: 'replaced', since: '2029-12-20' },
      {
        ...{ number: 'globex-27001-2', status: 'valid', since: '2029-12-20' },
        ...{ validFrom: '2029-11-29', validUntil: '2033-01-19' },
      },
    ]);
  });

  it('given a renewal that was never handed over, when the old certificate runs out, then only the clock can tell', () => {
    const runner = renewed();
    runner.travelTo('2030-02-01T12:00:00.000Z');
    expect(certificates(runner)).toMatchObject([
      { status: 'valid', expiresAt: '2030-01-19T23:00:00.000Z' },
    ]);
    decide(runner, '2030-02-02', ['issueCertificate', { actor: office, on: '2030-02-02' }]);
    expect(certificates(runner)).toMatchObject([
      { status: 'expired', since: '2030-01-20' },
      { status: 'valid', since: '2030-02-02' },
    ]);
  });

  it('given an event that lacks what it must say, when projected, then it is refused, not guessed', () => {
    const events = publicEvents(certified(), journey);
    const broken = events.map((event) =>
      event.type === 'CertificateIssued' ? { ...event, data: { on: '2027-01-22' } } : event,
    );
    expect(() => projected(broken)).toThrow('number');
    expect(() => projected(events.slice(1))).toThrow('is no start of a journey');
  });

  it('given a certificate that names its scope, when answers told another, then that of the certificate is public', () => {
    const told = { type: 'AdditionalInformationProvided', data: { scope: 'Only operation' } };
    const events = publicEvents(certified(), journey).map((event) =>
      event.type === 'AdditionalInformationProvided' ? { ...event, ...told } : event,
    );
    expect(projected(events)?.certificates[0]?.scope).toBe(
      'Development and operation of the payment platform',
    );
  });

  it('given a certificate that names no scope, when answers told another, then it has the scope told last', () => {
    const events = publicEvents(certified(), journey).map((event) =>
      event.type === 'CertificateIssued'
        ? { ...event, data: { ...event.data, scope: undefined } }
        : event,
    );
    const grantedAt = events.findIndex(({ type }) => type === 'CertificationGranted');
    const provided = (data: object): RecordedEvent => ({
      ...(events[grantedAt] as RecordedEvent),
      ...{ type: 'AdditionalInformationProvided', data: { answers: ['It is.'], ...data } },
    });
    const scopeAfter = (...more: RecordedEvent[]) =>
      projected(events.toSpliced(grantedAt, 0, ...more))?.certificates[0]?.scope;
    expect(scopeAfter(provided({ scope: 'Only operation' }))).toBe('Only operation');
    expect(scopeAfter(provided({ scope: 'Only operation' }), provided({}))).toBe('Only operation');
  });

  it('given unknown fields and unknown events, when projected, then nothing changes', () => {
    const events = publicEvents(suspended(), journey);
    const more = events.flatMap((event) => [
      { ...event, data: { ...event.data, later: 'field' } },
      { ...event, type: 'constructor', data: {} },
      { ...event, type: 'SomethingNew', data: {} },
    ]);
    expect(projected(more)).toEqual(projected(events));
  });

  it('given any prefix, when the rest follows one by one after a JSON round trip, then the standing is the same', () => {
    const events = publicEvents(suspended(), journey);
    fc.assert(
      fc.property(fc.nat(events.length), (cut) => {
        const kept = JSON.stringify(projected(events.slice(0, cut)) ?? null);
        const standing = (JSON.parse(kept) as Standing | null) ?? undefined;
        expect(events.slice(cut).reduce(project, standing as Standing)).toEqual(projected(events));
      }),
    );
  });
});
