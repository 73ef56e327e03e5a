import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { earlierShape } from '../../../../machines/engine/index.ts';
import type { DurableMachine } from '../../../../machines/engine/index.ts';
import { machines } from '../../../../machines/index.ts';
import { asyncapiFile } from '../../../../infra/contract/asyncapi.ts';
import { shapesOf } from '../../../../infra/contract/baseline.ts';
import { breakingChanges } from '../../../../infra/contract/breaking-changes.ts';
import { catalogueOf } from '../../../../infra/contract/catalogue.ts';
import { rulesFor } from '../../../../infra/contract/causes.ts';
import { envelopeSchema } from '../../../../infra/contract/envelope.ts';
import {
  fieldsOf,
  kindOf,
  meaningOf,
  publishedSchema,
  unitOf,
  type JsonSchema,
} from '../../../../infra/contract/json-schema.ts';
import { referencePages } from '../../../../infra/contract/reference.ts';
import { sampleData } from '../../../../infra/contract/sample.ts';
import { schemaFiles } from '../../../../infra/contract/schema-files.ts';
import { order, parcel } from '../../../support/order-machine.ts';

const catalogue = catalogueOf(machines);
const shapeOf = (type: string) => {
  const found = catalogue.find((shape) => shape.type === type);
  if (!found) throw new Error(`no ${type}`);
  return found;
};
/** A machine with another contract, registered or not. */
const withEvents = (machine: DurableMachine, events: object): DurableMachine => ({
  ...machine,
  contract: { ...machine.contract, events: { ...machine.contract.events, ...events } },
});
const isNumber = ({ type, anyOf = [] }: JsonSchema): boolean =>
  type === 'integer' || type === 'number' || anyOf.some(isNumber);

describe('words in the contracts', () => {
  it('given every event of every machine, when its fields are looked at, then each has a meaning and each number a unit', () => {
    const fields = [
      ...catalogue.flatMap((shape) =>
        fieldsOf(publishedSchema(shape.data)).map(({ path, schema }) => ({
          place: `${shape.dataschema} ${path}`,
          schema,
        })),
      ),
      ...fieldsOf(envelopeSchema()).map(({ path, schema }) => ({
        place: `envelope ${path}`,
        schema,
      })),
    ];
    expect(fields.length).toBeGreaterThan(500);
    const wordless = fields.filter(({ schema }) => meaningOf(schema) === '');
    expect(wordless.map(({ place }) => place)).toEqual([]);
    const unitless = fields.filter(({ schema }) => isNumber(schema) && unitOf(schema) === '');
    expect(unitless.map(({ place }) => place)).toEqual([]);
    expect(catalogue.filter(({ description }) => description === '')).toEqual([]);
  });

  it('given a field without words or a number without a unit, when looked at, then it would be found', () => {
    const schema = publishedSchema(z.strictObject({ inner: z.strictObject({ n: z.int() }) }));
    const fields = fieldsOf(schema).map(({ path, schema: own }) => [
      path,
      meaningOf(own),
      unitOf(own),
    ]);
    expect(fields).toEqual([
      ['inner', '', ''],
      ['inner.n', '', ''],
    ]);
  });

  it('given a field with a unit, when published, then the unit is in the words and nowhere else', () => {
    const days = z.int().describe('days offered').meta({ unit: 'days' });
    const schema = publishedSchema(z.strictObject({ days: days.optional() }));
    expect(schema.properties?.['days']).toMatchObject({
      type: 'integer',
      description: 'days offered (unit: days)',
    });
    expect(schema.properties?.['days']).not.toHaveProperty('unit');
    expect(unitOf(schema.properties?.['days'] ?? {})).toBe('days');
    expect(meaningOf(schema.properties?.['days'] ?? {})).toBe('days offered');
  });
});

describe('the catalogue of events', () => {
  it('given the machines, when listed, then what contracts, children and the engine record is there', () => {
    expect(shapeOf('org.certway.audit.FindingRaised.v1')).toMatchObject({
      ...{ causes: ['command'], isReceived: false, origin: 'audit' },
      dataschema: 'urn:certway:event:audit:FindingRaised:1',
    });
    expect(shapeOf('org.certway.certification.received.FindingRaised.v1')).toMatchObject({
      ...{ causes: ['child'], isReceived: true, origin: 'audit' },
      dataschema: 'urn:certway:event:certification:FindingRaised:1',
    });
    expect(shapeOf('org.certway.nonconformity.received.ResponseDatesSet.v1').causes).toEqual([
      'parent',
    ]);
    expect(shapeOf('org.certway.nonconformity.CapDueElapsed.v1').causes).toEqual(['timer']);
    expect(shapeOf('org.certway.nonconformity.CapDeadlineMissed.v1').causes).toEqual(['derived']);
    expect(shapeOf('org.certway.certification.received.DecisionDone.v1').causes).toEqual(['child']);
    expect(shapeOf('org.certway.certification.CommandRouted.v1').causes).toEqual(['command']);
    expect(shapeOf('org.certway.decision.received.Stopped.v1').causes).toEqual(['parent']);
    expect(catalogue.map(({ type }) => type)).not.toContain('org.certway.audit.CommandRouted.v1');
  });

  it('given a machine with an activity, when listed, then its results are there', () => {
    const types = catalogueOf([order, parcel]).map(({ type, causes }) => [type, causes]);
    expect(types).toContainEqual(['org.certway.order.RenderInvoiceDone.v1', ['actor']]);
    expect(types).toContainEqual(['org.certway.order.RenderInvoiceFailed.v1', ['actor']]);
    expect(types).toContainEqual(['org.certway.order.received.ParcelDone.v1', ['child']]);
  });

  it('given an event with earlier versions, when listed, then each version is there, the newest first', () => {
    const data = z.strictObject({ text: z.string().describe('t') });
    const older = earlierShape({
      data: z.strictObject({ what: z.string().describe('w') }),
      example: { what: 'x' },
      upcast: ({ what }) => ({ text: what }),
    });
    const changed = withEvents(order, {
      NoteAdded: { description: 'A note.', data, version: 2, earlier: { 1: older } },
    });
    const found = catalogueOf([changed, parcel]).filter(({ name }) => name === 'NoteAdded');
    expect(found.map(({ type, isNewest }) => [type, isNewest])).toEqual([
      ['org.certway.order.NoteAdded.v2', true],
      ['org.certway.order.NoteAdded.v1', false],
    ]);
    expect(found.map(sampleData)).toEqual([{ text: expect.any(String) }, { what: 'x' }]);
    const ids = schemaFiles(found).map(({ text }) => text);
    expect(ids.join('')).toContain('"$id":"urn:certway:event:order:NoteAdded:1"');
  });

  it('given a parent with an event of the name that a child reports, when listed, then it is refused', () => {
    const { FindingRaised } = machines[1]?.contract.events ?? {};
    const [journey, ...children] = machines as [DurableMachine, ...DurableMachine[]];
    expect(() => catalogueOf([withEvents(journey, { FindingRaised }), ...children])).toThrow(
      'urn:certway:event:certification:FindingRaised:1 would stand for two shapes',
    );
  });

  it('given rules inside composite guards, when asked for, then each is told once', () => {
    const audit = machines[1] as DurableMachine;
    const rules = rulesFor(audit, 'FindingRaised');
    expect(rules).toEqual(expect.arrayContaining(['ROLE-01', 'R-S1-04']));
    expect(new Set(rules).size).toBe(rules.length);
    expect(rulesFor(audit, 'AuditPlanAgreed')).toEqual([]);
  });

  it('given each event, when a sample is made from its contract, then it is valid', () => {
    for (const shape of catalogue)
      expect(shape.data.safeParse(sampleData(shape)).success).toBe(true);
  });

  it('given fields from which no sample can be made, when made, then it is said which need an example', () => {
    const shape = {
      ...shapeOf('org.certway.audit.AuditPlanAgreed.v1'),
      data: z.strictObject({ code: z.string().regex(/^\d{3}$/, 'three digits') }),
    };
    expect(() => sampleData(shape)).toThrow(
      'audit AuditPlanAgreed: give its fields examples: code: three digits',
    );
  });
});

describe('the baseline', () => {
  it('given the machines, when a field is taken from an event, then event and field are named', () => {
    const before = shapesOf(catalogue);
    const decision = machines[3] as DurableMachine;
    const changed = withEvents(decision, {
      CertificationProposed: { description: 'd', data: z.strictObject({}) },
    });
    const now = shapesOf(
      catalogueOf(machines.map((machine) => (machine === decision ? changed : machine))),
    );
    expect(breakingChanges(before, now)).toEqual(
      ['data.on', 'data.minutes', 'data.record'].map((field) => ({
        schema: 'urn:certway:event:decision:CertificationProposed:1',
        field,
        change: 'is gone',
      })),
    );
  });

  it('given a field called like a keyword, when the baseline is made, then it is kept', () => {
    const data = z.strictObject({ title: z.string().describe('t') });
    const changed = withEvents(parcel, { Named: { description: 'd', data } });
    const shapes = shapesOf(catalogueOf([changed]));
    const named = shapes['urn:certway:event:parcel:Named:1'];
    expect(named?.properties?.['data']?.properties).toEqual({ title: { type: 'string' } });
  });
});

describe('a field that may be null', () => {
  it('given one of plain text or number, when published, then its alternatives have one type each, and unit and kind are told', () => {
    const shape = publishedSchema(
      z.strictObject({
        text: z.string().nullable().describe('t'),
        days: z.number().nullable().describe('d').meta({ unit: 'days' }),
      }),
    );
    expect(shape.properties).toEqual({
      text: { description: 't', anyOf: [{ type: 'string' }, { type: 'null' }] },
      days: { description: 'd (unit: days)', anyOf: [{ type: 'number' }, { type: 'null' }] },
    });
    const told = fieldsOf(shape).map(({ schema }) => [kindOf(schema), unitOf(schema)]);
    expect(told).toEqual([
      ['string or null', ''],
      ['number or null', 'days'],
    ]);
  });
});

describe('pages and documents', () => {
  it('given the machines, when the reference is written, then an event has meaning, cause, rules, fields, subject and example', () => {
    const golden = new Map([
      ['nonconformity.CapRejected.v1.json', '{"data":{"reasons":["No cause."]}}'],
    ]);
    const pages = referencePages({ machines, catalogue, golden });
    const text = pages.find(({ path }) => path.endsWith('nonconformity.md'))?.text ?? '';
    const [section = ''] = /## CapRejected v1[^]+?(?=\n## )/.exec(text) ?? [];
    for (const part of [
      'The audit team asked for another plan.',
      '`org.certway.nonconformity.CapRejected.v1`',
      '`certway.{tenant}.{journey}.nonconformity.{entity}.CapRejected`',
      'Cause: command `rejectCap`',
      'Rules: `ROLE-01`',
      '| `reasons` | list of personal string |  | what the plan lacks |',
      '"No cause."',
    ]) {
      expect(section).toContain(part);
    }
  });

  it('given the product version, when the document is written, then it is of AsyncAPI 3.1 and names the stream', () => {
    const { text } = asyncapiFile(machines, catalogue, '9.9.9');
    expect(JSON.parse(text)).toMatchObject({
      asyncapi: '3.1.0',
      info: { version: '9.9.9', 'x-jetstream': { stream: { duplicateWindowSeconds: 120 } } },
    });
  });

  it('given package.json, when looked at, then the check is one of all checks', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      scripts: Record<string, string>;
    };
    expect(scripts['check:contract']).toBe(`${String(scripts['contract'])} --check`);
  });
});
