import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/nats-core';
import { say } from '../../machines/text/index.ts';
import type { Finding } from '../../services/cli/index.ts';
import {
  deadLetterStream,
  deadLetterSubjects,
  streamName,
  tenantSubjects,
} from '../../services/consumer/index.ts';
import { headsStream, headsSubject } from '../../services/proof/index.ts';
import type { Config } from '../config/index.ts';
import {
  connectNats,
  deadLetterSettings,
  findDifferences,
  readStream,
  streamSettings,
} from '../nats/index.ts';
import { failed, skipped } from './examine-temporal.ts';
import { clockFinding, streamFinding } from './judgements.ts';

/** What is found of a NATS server and the streams of the tenant. Changes nothing. */
export async function examineNats(config: Config, url: string): Promise<readonly Finding[]> {
  const { tenant } = config;
  let connection: NatsConnection;
  try {
    connection = await connectNats(url);
  } catch (error) {
    const names = [streamName(tenant), headsStream(tenant), deadLetterStream(tenant)];
    const later = [...names.map((name) => `stream ${name}`), 'clock of NATS'];
    return [
      failed('nats', error),
      ...skipped(later, say('doctor.noNats', 'no NATS server could be asked')),
    ];
  }
  try {
    const version = connection.info?.version ?? say('doctor.someServer', 'a server');
    const found = say('doctor.server', '{version} at {address}', { version, address: url });
    const jsm = await jetstreamManager(connection);
    return [
      { check: 'nats', status: 'ok', found },
      ...(await examineStreams(config, jsm)),
      clockFinding('NATS', await skewOfLog(jsm, streamName(tenant))),
    ];
  } finally {
    await connection.close();
  }
}

async function examineStreams(
  { tenant, streamReplicas: replicas }: Config,
  jsm: JetStreamManager,
): Promise<readonly Finding[]> {
  const log = { name: streamName(tenant), subjects: tenantSubjects(tenant), replicas };
  const heads = { name: headsStream(tenant), subjects: headsSubject(tenant), replicas };
  const letters = {
    ...{ name: deadLetterStream(tenant), subjects: deadLetterSubjects(tenant), replicas },
  };
  const wanted = [streamSettings(log), streamSettings(heads), deadLetterSettings(letters)];
  return Promise.all(
    wanted.map(async (settings) => {
      const { name = '' } = settings;
      const stream = await readStream(jsm, name);
      return streamFinding(name, stream && findDifferences(settings, stream.config));
    }),
  );
}

/** By the instant at which the server answers, and the middle of the time that it took. */
async function skewOfLog(jsm: JetStreamManager, name: string): Promise<number | undefined> {
  const before = Date.now();
  const stream = await readStream(jsm, name);
  const after = Date.now();
  const told = Date.parse(stream?.ts ?? '');
  return Number.isNaN(told) ? undefined : told - (before + after) / 2;
}
