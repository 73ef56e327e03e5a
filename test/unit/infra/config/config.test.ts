import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { childEnvironment } from '../../../../infra/config/child-environment.ts';
import { readConfig, variableNames } from '../../../../infra/config/config.ts';
import { StartError } from '../../../../infra/start-error.ts';
import { deadLetterStream, streamName } from '../../../../services/consumer/index.ts';
import { headsStream } from '../../../../services/proof/index.ts';

const faultsOf = (environment: Record<string, string>): string[] => {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof StartError) return error.message.split('\n');
    throw error;
  }
  return [];
};

const full = {
  CERTWAY_TEMPORAL_ADDRESS: 'temporal.example:7233',
  CERTWAY_NATS_URL: 'nats://nats.example:4222',
  CERTWAY_NATS_MONITOR_URL: 'http://nats.example:8222',
  CERTWAY_TEMPORAL_BIN: '/opt/temporal',
  CERTWAY_NATS_BIN: '/opt/nats-server',
  CERTWAY_TEST_SERVER_BIN: '/opt/test-server',
  CERTWAY_CHROMIUM_BIN: '/opt/chromium',
  CERTWAY_DATA_DIR: '/var/certway',
  CERTWAY_CACHE_DIR: '/var/cache/certway',
  CERTWAY_KEYS_DIR: '/etc/certway/keys',
  CERTWAY_KEY_RING: '/etc/certway/ring',
  CERTWAY_TENANT: 'other-body',
  CERTWAY_NAMESPACE: 'other',
  CERTWAY_TASK_QUEUE: 'queue-2',
  CERTWAY_TEMPORAL_PORT: '1233',
  CERTWAY_UI_PORT: '0',
  CERTWAY_NATS_PORT: '1222',
  CERTWAY_STREAM_REPLICAS: '3',
  CERTWAY_LANG: 'de',
  CERTWAY_LOG_LEVEL: 'debug',
  CERTWAY_METRICS_PORT: '9464',
  CERTWAY_DATABASE_URL: 'postgres://certway:secret@db.example:5432/certway',
  CERTWAY_REGISTER_PORT: '0',
  CERTWAY_CONSUMERS_PORT: '1281',
  CERTWAY_WEBHOOK_LOOPBACK: 'allow',
};

describe('configuration', () => {
  it('given nothing, when read, then the documented defaults hold', () => {
    expect(readConfig({})).toEqual({
      temporalAddress: undefined,
      natsUrl: undefined,
      natsMonitorUrl: undefined,
      temporalBin: undefined,
      natsBin: undefined,
      testServerBin: undefined,
      chromiumBin: undefined,
      dataDir: resolve('.certway'),
      cacheDir: `${homedir()}/.cache/certway`,
      keysDir: resolve('.certway/keys'),
      keyRing: undefined,
      tenant: 'acme-cert',
      namespace: 'default',
      taskQueue: 'certification',
      temporalPort: 7233,
      uiPort: 8233,
      natsPort: 4222,
      streamReplicas: 1,
      language: 'en',
      logLevel: 'info',
      metricsPort: undefined,
      databaseUrl: undefined,
      registerPort: 8280,
      consumersPort: 8281,
      isWebhookLoopbackAllowed: false,
      isColorAllowed: true,
    });
  });

  it('given empty variables, when read, then they count as not set', () => {
    const empty = Object.fromEntries(variableNames.map((name) => [name, '']));
    expect(readConfig({ ...empty, NO_COLOR: '', XDG_CACHE_HOME: '' })).toEqual(readConfig({}));
  });

  it('given the conventions of the user, when read, then they are followed', () => {
    const config = readConfig({ NO_COLOR: '1', XDG_CACHE_HOME: '/cache' });
    expect(config.isColorAllowed).toBe(false);
    expect(config.cacheDir).toBe('/cache/certway');
  });

  it('given several faults, when read, then each has a line', () => {
    expect(
      faultsOf({
        CERTWAY_TEMPORAL_ADDRESS: 'http://localhost',
        CERTWAY_NATS_URL: 'nats://user:secret@host:4222',
        CERTWAY_TENANT: 'Acme_Cert',
        CERTWAY_NATS_PORT: '70000',
        CERTWAY_UI_PORT: 'eighty',
        CERTWAY_STREAM_REPLICAS: '0',
        CERTWAY_LOG_LEVEL: 'loud',
        CERTWAY_DATABASE_URL: 'mysql://user:secret@host/db',
        CERTWAY_WEBHOOK_LOOPBACK: 'yes',
        CERTWAY_TEMPORAL_ADRESS: 'localhost:7233',
      }),
    ).toEqual([
      'CERTWAY_DATABASE_URL: must be postgres://user:password@host:port/database',
      'CERTWAY_LOG_LEVEL: must be one of trace, debug, info, warn, error, fatal, silent',
      'CERTWAY_NATS_PORT: must be a whole number from 0 to 65535',
      'CERTWAY_NATS_URL: must be nats://host:port',
      'CERTWAY_STREAM_REPLICAS: must be a whole number from 1 to 5',
      'CERTWAY_TEMPORAL_ADDRESS: must be host:port',
      'CERTWAY_TEMPORAL_ADRESS: is not a setting of certway',
      'CERTWAY_TENANT: must be up to 32 of a-z, 0-9 and inner -',
      'CERTWAY_UI_PORT: must be a whole number from 0 to 65535',
      'CERTWAY_WEBHOOK_LOOPBACK: must be allow or refuse',
    ]);
  });

  it.each(['a.b', 'a*', 'a>', '-a', 'a-', 'a b', 'ä', 'a'.repeat(33)])(
    'given the tenant %j, when read, then it is refused: it names a stream and its subjects',
    (tenant) => {
      expect(faultsOf({ CERTWAY_TENANT: tenant })).toHaveLength(1);
    },
  );

  it.each([headsStream, deadLetterStream])(
    'given the name of a tenant that would have a stream of another one, when read, then it is refused: %p',
    (streamOf) => {
      const stream = streamOf('x');
      const tenant = stream.slice(streamName('').length).toLowerCase().replaceAll('_', '-');
      expect(streamName(tenant)).toBe(stream);
      expect(faultsOf({ CERTWAY_TENANT: tenant })).toEqual([
        `CERTWAY_TENANT: must not end in -heads or -dead-letters (given ${tenant}): its stream would be the one that holds those of the tenant x`,
      ]);
      expect(faultsOf({ CERTWAY_TENANT: tenant.slice(2) })).toEqual([]);
    },
  );

  it('given a configuration, when a child reads the environment made for it, then it has the same', () => {
    const config = readConfig(full);
    expect(readConfig({ ...childEnvironment(config, {}) })).toEqual(config);
    expect(Object.keys(full).sort()).toEqual([...variableNames].sort());
  });

  it('given settings in the own environment, when a child is given others, then no own one gets through', () => {
    const inherited = { PATH: '/bin', ...full };
    const environment = childEnvironment(readConfig({}), inherited);
    expect(environment['PATH']).toBe('/bin');
    expect(readConfig(environment)).toEqual(readConfig({}));
  });

  it('given the table of the README, when compared, then it names every variable and its default', () => {
    const table = readFileSync('infra/config/README.md', 'utf8');
    const rows = [...table.matchAll(/^\| `(CERTWAY_\w+)` +\| +(.*?) *\|/gm)];
    expect(rows.map(([, name]) => name).sort()).toEqual([...variableNames].sort());
    const defaults = rows.flatMap(([, name = '', value = '']) => {
      const [, plain] = /^`([^`]+)`$/.exec(value) ?? [];
      return plain === undefined ? [] : [[name, plain]];
    });
    expect(defaults).toHaveLength(13);
    expect(readConfig(Object.fromEntries(defaults) as Record<string, string>)).toEqual(
      readConfig({}),
    );
  });
});
