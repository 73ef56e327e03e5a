import { cloudEventSchema, type CloudEvent } from '../../services/event-log/index.ts';
import { publishedSchema, type Draft, type JsonSchema } from './json-schema.ts';

/** `$id` of the envelope's JSON Schema. */
export const ENVELOPE_ID = 'urn:certway:envelope:1';

/** What each attribute says, with its unit. The first eight are those of CloudEvents 1.0, the others certway's own. */
const meanings: Readonly<Record<keyof CloudEvent, string>> = {
  specversion: 'version of CloudEvents',
  id: 'id of the event, unique for ever: `<workflow id>:<sequence>`; also the NATS message id',
  source: 'who recorded it: `/tenants/<tenant>/<workflow id>`',
  type: 'what happened: `org.certway.<machine>.<Event>.v<n>`; `….received.<Event>.v<n>` for a copy',
  subject: 'id of the journey: the workflow id of its root',
  time: 'when it was recorded, by the clock of the workflow (unit: instant, ISO-8601 UTC)',
  datacontenttype: 'media type of `data`',
  dataschema: '`$id` of the JSON Schema: `urn:certway:event:<machine>:<Event>:<n>`',
  sequence:
    'place in the log of the entity, ten digits with leading zeros, without gap (unit: events of the entity, the first is 1)',
  cause:
    'why it exists: the start, a command, an elapsed delay, the result of an activity, a child or parent that told it, the machine that derived it, a refusal, another version that took over',
  step: 'the step it belongs to (unit: steps of the entity, the first is 1)',
  stepindex: 'place within the step: 1 for what happened, then what follows from it (unit: events)',
  stepsize: 'events of the step: a reader knows when it is complete (unit: events)',
  machineversion: 'semantic version of the machine that recorded it',
  causationid: 'id of the command or event that led to it',
  correlationid: 'id of the command or event with which it all began',
  actorid: 'opaque id of the person who acted',
  actorrole: 'role in which the person acted',
  sendid: 'id of the delay that elapsed',
  invokeid: 'id of the activity or child that has ended',
  sender: 'workflow id of the parent or child that told it',
  sendersequence: 'number of the message between the two (unit: messages, the first is 1)',
  payloadhash:
    'SHA-256 of the payload of the command, the first 16 hexadecimal digits: tells a repeated command from a reused id',
  firstexecutionrunid: 'first run of the workflow, on the start of a journey',
  prevhash:
    "SHA-256 of the stored bytes of the entity's event before, lower-case hexadecimal; 64 zeros for the first",
  data: 'what happened in particular; its shape has a version of its own',
};

/** The JSON Schema of what all events have in common. */
export function envelopeSchema(draft: Draft = 'draft-2020-12'): JsonSchema {
  const { properties = {}, ...schema } = publishedSchema(cloudEventSchema, draft);
  return {
    title: 'Envelope',
    description: 'CloudEvents 1.0 in structured JSON, with the extension attributes of certway.',
    ...schema,
    properties: Object.fromEntries(
      Object.entries(meanings).map(([name, description]) => [
        name,
        { ...properties[name], description },
      ]),
    ),
  };
}
