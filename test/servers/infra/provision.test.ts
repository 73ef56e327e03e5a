import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/nats-core';
import { connect } from '@nats-io/transport-node';
import { Client, Connection } from '@temporalio/client';
import proto from '@temporalio/proto';
import {
  checkPosture,
  connectNats,
  provisionDeadLetters,
  provisionStream,
} from '../../../infra/nats/index.ts';
import { streamSettings } from '../../../infra/nats/stream-settings.ts';
import {
  connectTemporal,
  countWorkflows,
  ensureTemplateRun,
  provisionTemporal,
  templateId,
} from '../../../infra/temporal/index.ts';
import { startStack } from '../../../infra/stack/index.ts';
import { waitUntil } from '../../../infra/wait-until.ts';
import { startTestStack, temporaryDataDir, type TestStack } from '../../support/stack.ts';

const intType = proto.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_INT;

let stack: TestStack;
let temporal: Connection;
let nats: NatsConnection;

beforeAll(async () => {
  stack = await startTestStack({ temporal: 'memory' });
  temporal = await Connection.connect({ address: stack.temporalAddress });
  nats = await connect({ servers: stack.natsUrl });
});

afterAll(async () => {
  await nats.close();
  await temporal.close();
  await stack.stop();
});

describe('namespace', () => {
  it('given a name nobody knows, when provisioned twice, then it is there, complete, and unchanged', async () => {
    await provisionTemporal(temporal, 'other-body');
    const describeIt = () =>
      temporal.workflowService.describeNamespace({ namespace: 'other-body' });
    const first = await describeIt();
    expect(first.config?.workflowExecutionRetentionTtl?.seconds?.toNumber()).toBe(315_360_000);
    await provisionTemporal(temporal, 'other-body');
    expect(await describeIt()).toEqual(first);
    expect(await countWorkflows(temporal, 'other-body', "CertwayState = 'stage1'")).toBe(0);
  });

  it('given an attribute of another type, when provisioned, then one line says which', async () => {
    await provisionTemporal(temporal, 'crooked-body');
    await temporal.operatorService.removeSearchAttributes({
      namespace: 'crooked-body',
      searchAttributes: ['CertwayState'],
    });
    await temporal.operatorService.addSearchAttributes({
      namespace: 'crooked-body',
      searchAttributes: { CertwayState: intType },
    });
    await expect(provisionTemporal(temporal, 'crooked-body')).rejects.toMatchObject({
      code: 'SEARCH_ATTRIBUTE_DIFFERS',
      message:
        'Namespace crooked-body: search attribute CertwayState is Int, needed is Keyword. ' +
        'Remove it there, or use another CERTWAY_NAMESPACE.',
    });
  });

  it('given an address where nobody listens, when connected, then one line says so', async () => {
    await expect(connectTemporal('127.0.0.1:1')).rejects.toMatchObject({
      code: 'SERVER_NOT_REACHABLE',
      message: expect.stringMatching(
        /^No Temporal server answers at 127\.0\.0\.1:1 \(.*\): start it/,
      ),
    });
  });
});

describe('stream', () => {
  const choice = { name: 'CERTWAY_OTHER', subjects: 'certway.other.>', replicas: 1 };

  it('given no stream, when provisioned twice, then it is created once and found again', async () => {
    expect(await provisionStream(nats, choice)).toBe(0);
    expect(await provisionStream(nats, choice)).toBe(0);
    const { config } = await (await jetstreamManager(nats)).streams.info(choice.name);
    expect(config).toMatchObject(streamSettings(choice));
  });

  it('given the stream of dead letters, when provisioned twice, then it keeps the present state of each letter', async () => {
    const letters = { ...choice, name: 'CERTWAY_OTHER_DEAD_LETTERS', subjects: 'letters.>' };
    await provisionDeadLetters(nats, letters);
    await provisionDeadLetters(nats, letters);
    const js = jetstream(nats);
    for (const state of ['parked', 'redriven']) await js.publish('letters.a', state);
    await js.publish('letters.b', 'parked');
    expect(await provisionDeadLetters(nats, letters)).toBe(2);
  });

  it('given a stream that drops old events, when provisioned, then every difference is named and nothing changed', async () => {
    const jsm = await jetstreamManager(nats);
    const name = 'CERTWAY_CROOKED';
    const subjects = 'certway.crooked.>';
    await jsm.streams.add({ name, subjects: [subjects], discard: 'old', max_msgs: 10 });
    await expect(provisionStream(nats, { name, subjects, replicas: 1 })).rejects.toThrow(
      'The stream CERTWAY_CROOKED is not as certway needs it: discard is "old", not "new"; ' +
        'max_msgs is 10, not -1; max_msg_size is -1, not 524288; deny_delete is false, not true; ' +
        'deny_purge is false, not true; allow_direct is false, not true. ' +
        'Set it with `nats stream edit CERTWAY_CROOKED`.',
    );
    expect((await jsm.streams.info(name)).config.max_msgs).toBe(10);
  });

  it('given an address where nobody listens, when connected, then one line says so', async () => {
    await expect(connectNats('nats://127.0.0.1:1')).rejects.toMatchObject({
      code: 'SERVER_NOT_REACHABLE',
      message: expect.stringMatching(/^No NATS server answers at nats:\/\/127\.0\.0\.1:1 \(/),
    });
  });
});

describe('posture', () => {
  const choice = { name: 'CERTWAY_ACME_CERT', subjects: 'certway.acme-cert.>', replicas: 1 };

  it('given the stream of a stack, when a worker looks, then all is well; one that is not there, or differs, is named', async () => {
    const jsm = await jetstreamManager(nats);
    const look = (changes: object) =>
      checkPosture(jsm, { choice: { ...choice, ...changes }, monitorUrl: undefined });
    expect(await look({})).toEqual([]);
    await expect(look({ name: 'CERTWAY_NOBODY' })).rejects.toMatchObject({
      code: 'STREAM_NOT_FOUND',
    });
    await expect(look({ replicas: 3 })).rejects.toMatchObject({
      code: 'STREAM_DIFFERS',
      message: expect.stringContaining('num_replicas is 1, not 3'),
    });
  });

  it('given a monitoring address, when a worker looks, then it says what a power cut could lose', async () => {
    const jsm = await jetstreamManager(nats);
    let config: object = { sync_interval: 120_000_000_000 };
    const server = createServer((_, response) => {
      response.end(JSON.stringify({ jetstream: { config } }));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const monitorUrl = `http://127.0.0.1:${String(port)}`;
    const concerns = await checkPosture(jsm, { choice, monitorUrl });
    expect(concerns).toEqual([
      expect.stringContaining('CERTWAY_STREAM_REPLICAS=3'),
      expect.stringContaining('sync_interval: always'),
    ]);
    config = { sync_interval: 120_000_000_000, sync_always: true };
    expect(await checkPosture(jsm, { choice, monitorUrl })).toHaveLength(1);
    server.close();
    await expect(checkPosture(jsm, { choice, monitorUrl })).rejects.toMatchObject({
      code: 'SERVER_NOT_REACHABLE',
    });
  });
});

describe('template of the start form', () => {
  const template = {
    namespace: 'default',
    taskQueue: 'certification',
    workflowType: 'certificationJourney',
    input: { client: 'globex' },
  };

  it('given a template, when asked for twice, then it is one run with the input that nobody works on', async () => {
    const runId = await ensureTemplateRun(temporal, template);
    expect(await ensureTemplateRun(temporal, template)).toBe(runId);
    const handle = new Client({ connection: temporal }).workflow.getHandle(templateId);
    const { events } = await handle.fetchHistory();
    expect(events).toHaveLength(2);
    const started = events?.[0]?.workflowExecutionStartedEventAttributes;
    const [payload] = started?.input?.payloads ?? [];
    expect(JSON.parse(Buffer.from(payload?.data ?? []).toString())).toEqual(template.input);
    expect((await handle.describe()).status.name).toBe('TERMINATED');
  });

  it('given a template and a journey, when a stack is started there, then it counts the journey only', async () => {
    const countJourneys = async () => {
      const dataDir = temporaryDataDir();
      const guest = await startStack({ config: { ...stack.config, dataDir } });
      await guest.stop();
      rmSync(dataDir, { recursive: true });
      return guest.contents.journeyCount;
    };
    await ensureTemplateRun(temporal, template);
    expect(await countJourneys()).toBe(0);
    await new Client({ connection: temporal }).workflow.start('certificationJourney', {
      workflowId: 'globex-27001',
      taskQueue: 'nobody',
    });
    const isCounted = async () => (await countJourneys()) === 1;
    expect(await waitUntil(isCounted, { withinMs: 10_000, everyMs: 100 })).toBe(true);
  });

  it('given another example, when asked for, then there is a new run', async () => {
    const runId = await ensureTemplateRun(temporal, template);
    const other = await ensureTemplateRun(temporal, { ...template, input: { client: 'initech' } });
    expect(other).not.toBe(runId);
  });
});
