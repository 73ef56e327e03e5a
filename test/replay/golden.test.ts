// The golden corpus: one stored event, byte for byte, of each type and version that was ever shipped. What it lacks is
// added by
//
//   npm run contract -- --record
//
// which never changes what is there. Deleting or changing one needs a decision record.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Parser } from '@asyncapi/parser';
import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { CloudEvent } from 'cloudevents';
import { catalogueOf } from '../../infra/contract/catalogue.ts';
import { GOLDEN, goldenName, readGolden } from '../../infra/contract/golden.ts';
import { EVENT_DOCS } from '../../infra/contract/schema-files.ts';
import { shapeOf, eventDefinition, versionOf } from '../../machines/engine/index.ts';
import type { DurableMachine } from '../../machines/engine/index.ts';
import { machines, upcast } from '../../machines/index.ts';
import {
  cloudEventType,
  fromEnvelope,
  parseEnvelope,
  toBytes,
} from '../../services/event-log/index.ts';

const golden = readGolden();
const events = [...golden].map(([name, text]) => ({ name, text }));
const catalogue = catalogueOf(machines);
const machineOf = (id: string) =>
  machines.find(({ contract }) => contract.id === id) as DurableMachine;
const fileIn = (name: string) => readFileSync(join(EVENT_DOCS, name), 'utf8');

/** The published schemas, as a consumer registers them. */
function validators(): Ajv2020 {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: true });
  addFormats.default(ajv);
  for (const name of ['envelope', ...machines.map(({ contract }) => contract.id)]) {
    const { $defs } = JSON.parse(fileIn(`${name}.schema.json`)) as {
      readonly $defs: Readonly<Record<string, object>>;
    };
    for (const schema of Object.values($defs)) ajv.addSchema(schema);
  }
  return ajv;
}
const ajv = validators();
/** Paths at which an event does not fit the schema that it names. */
function faultsOf(event: { readonly dataschema: string }): string[] {
  const validate = ajv.getSchema(event.dataschema);
  if (!validate) return [`no schema ${event.dataschema}`];
  if (validate(event) === true) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message }) => `${instancePath} ${String(message)}`,
  );
}
const parsed = (text: string) => JSON.parse(text) as Record<string, unknown>;

describe('the golden corpus', () => {
  it('given every type and version, when the corpus is looked at, then it holds one of each and names it', () => {
    const missing = catalogue.map(goldenName).filter((name) => !golden.has(name));
    expect(missing).toEqual([]);
    for (const { name, text } of events) {
      const shape = catalogue.find((each) => goldenName(each) === name);
      const { type, dataschema } = parseEnvelope(text);
      expect({ name, type, dataschema }).toEqual({
        name,
        type: shape?.type,
        dataschema: shape?.dataschema,
      });
    }
  });

  it.each(events)(
    'given $name, when it is read and written again, then the bytes are the same',
    ({ text }) => {
      const envelope = parseEnvelope(text);
      const event = fromEnvelope(envelope);
      const tenant = envelope.source.split('/')[2] ?? '';
      expect(toBytes(tenant, event, envelope.prevhash)).toBe(text);
      expect(cloudEventType(event)).toBe(envelope.type);
    },
  );

  it.each(events)(
    'given $name, when it is brought up to date, then its data are of the newest shape',
    ({ text }) => {
      const event = fromEnvelope(parseEnvelope(text));
      const { contract } = machineOf(event.machine);
      const newest = upcast(event);
      const definition = eventDefinition(contract, event);
      expect(newest.version).toBe(versionOf(definition));
      if (definition) {
        expect(definition.data.safeParse(newest.data).error).toBeUndefined();
        const shape = shapeOf(definition, event.version);
        expect(shape?.safeParse(event.data).error).toBeUndefined();
      }
    },
  );

  it.each(events)(
    'given $name, when it is held against the JSON Schema that it names, then it fits',
    ({ text }) => {
      expect(faultsOf(parseEnvelope(text))).toEqual([]);
    },
  );

  it.each(events)(
    'given $name, when it is held against CloudEvents, then it conforms',
    ({ text }) => {
      const event = new CloudEvent(parsed(text), true);
      expect(event.validate()).toBe(true);
      expect(JSON.parse(JSON.stringify(event))).toEqual(parsed(text));
      for (const attribute of Object.keys(parsed(text)))
        expect(attribute).toMatch(/^[a-z0-9]{1,20}$/);
    },
  );

  it('given events that are not as they say, when held against the schemas, then the fault is named', () => {
    const event = parsed(golden.get('audit.FindingRaised.v1.json') ?? '') as {
      dataschema: string;
      data: object;
    };
    const data = (changes: object) => ({ ...event, data: { ...event.data, ...changes } });
    expect(faultsOf(data({ grade: 'grave' }))).toEqual([
      '/data/grade must be equal to one of the allowed values',
    ]);
    expect(faultsOf(data({ id: undefined }))).toEqual(["/data must have required property 'id'"]);
    expect(faultsOf({ ...event, type: 'org.certway.audit.FindingRaised.v2' } as never)).toEqual([
      '/type must be equal to constant',
    ]);
    expect(faultsOf({ ...event, prevhash: 'short' } as never)).toEqual([
      expect.stringContaining('/prevhash'),
    ]);
    expect(faultsOf({ ...event, dataschema: 'urn:certway:event:audit:None:1' })).toEqual([
      'no schema urn:certway:event:audit:None:1',
    ]);
    expect(faultsOf(data({ fieldOfTomorrow: 1 }))).toEqual([]);
  });

  it('given an attribute that CloudEvents does not allow, when held against it, then it is refused', () => {
    const event = parsed(golden.get('audit.FindingRaised.v1.json') ?? '');
    const given = (changes: object) => () =>
      new CloudEvent({ ...event, ...changes } as never, true);
    expect(given({})).not.toThrow();
    expect(given({ stepIndex: 1 })).toThrow();
    expect(given({ type: undefined })).toThrow();
    expect(given({ time: 'yesterday' })).toThrow();
  });
});

describe('the AsyncAPI document', () => {
  const parse = async (text: string) => {
    const { document, diagnostics } = await new Parser().parse(text);
    const errors = diagnostics.filter(({ severity }) => (severity as number) === 0);
    return { document, errors: errors.map(({ path, message }) => `${path.join('/')} ${message}`) };
  };

  it('given the committed document, when the official parser reads it, then it is valid AsyncAPI 3.1 with every event', async () => {
    const { document, errors } = await parse(fileIn('asyncapi.json'));
    expect(errors).toEqual([]);
    expect(document?.version()).toBe('3.1.0');
    const types = document
      ?.allMessages()
      .all()
      .map((message) => message.name());
    expect(new Set(types)).toEqual(new Set(catalogue.map(({ type }) => type)));
  });

  it('given a channel that names a message which is not there, when read, then it is refused', async () => {
    const broken = fileIn('asyncapi.json').replace(
      '#/components/messages/audit.FindingRaised.v1',
      '#/components/messages/audit.Nothing.v1',
    );
    const { errors } = await parse(broken);
    expect(errors.join()).toContain('audit.Nothing.v1');
  });
});

it('given the corpus, when its folder is looked at, then it is where the documentation says', () => {
  expect(GOLDEN).toBe('test/replay/golden');
});
