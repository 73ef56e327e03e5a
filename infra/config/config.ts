import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { StartError } from '../start-error.ts';

/** The variables of a process, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** How much is logged, from everything to nothing. */
export type LogLevel = (typeof logLevels)[number];

/** What can be set from outside. `undefined` means: not given. The variables are in `README.md`. */
export interface Config {
  /** `host:port` of a Temporal server that runs already; none is started then. */
  readonly temporalAddress: string | undefined;
  /** `nats://host:port` of a NATS server that runs already; none is started then. */
  readonly natsUrl: string | undefined;
  /** `http://host:port` of a NATS server's monitoring: how safely it writes is looked up there. */
  readonly natsMonitorUrl: string | undefined;
  /** Executables to use instead of those on PATH and in the cache. */
  readonly temporalBin: string | undefined;
  readonly natsBin: string | undefined;
  readonly testServerBin: string | undefined;
  /** The browser of the tests, likewise. */
  readonly chromiumBin: string | undefined;
  /** Absolute path of the folder with the servers' data, the logs and the workflow builds. */
  readonly dataDir: string;
  /** Absolute path of the folder into which the servers are downloaded. */
  readonly cacheDir: string;
  /** Absolute path of the folder with the keys. */
  readonly keysDir: string;
  /** Absolute path of the folder with the key ring of personal data; without it they are stored in clear. */
  readonly keyRing: string | undefined;
  /** The certification body: names the stream of events and the subjects. */
  readonly tenant: string;
  /** The Temporal namespace. */
  readonly namespace: string;
  /** The Temporal task queue of all workflows and activities. */
  readonly taskQueue: string;
  /** Ports of the started servers, on the loopback address; 0 takes a free one. */
  readonly temporalPort: number;
  readonly uiPort: number;
  readonly natsPort: number;
  /** Copies of each event that NATS keeps, 1 to 5. */
  readonly streamReplicas: number;
  /** Tag of the language of everything that people read, e.g. `de`; see `infra/text`. */
  readonly language: string;
  readonly logLevel: LogLevel;
  /** Port of the worker's metrics for Prometheus, on the loopback address. */
  readonly metricsPort: number | undefined;
  /** `postgres://…` of the server that holds the public register; embedded in the data folder when not given. */
  readonly databaseUrl: string | undefined;
  /** Ports of what reads the log, on the loopback address; 0 takes a free one. */
  readonly registerPort: number;
  readonly consumersPort: number;
  /** Whether webhooks may be sent to this machine, also without TLS: for development. */
  readonly isWebhookLoopbackAllowed: boolean;
  /** Whether a terminal may get colours, see no-color.org. */
  readonly isColorAllowed: boolean;
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

const text = (pattern: RegExp, form: string) => z.string().regex(pattern, `must be ${form}`);
const wholeNumber = (min: number, max: number) => {
  const form = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d+$/, form)
    .transform(Number)
    .pipe(z.number().min(min, form).max(max, form));
};
const path = z.string();
const port = wholeNumber(0, 65_535);
const name = text(/^[A-Za-z0-9_-]{1,64}$/, 'up to 64 letters, digits, - or _');

/** Behind the name of a tenant these name the streams of what belongs to its log. */
const taken = /-(?:heads|dead-letters)$/;

/** The variables in the environment, without their common prefix. */
const variables = z.strictObject({
  TEMPORAL_ADDRESS: text(/^[^\s:/@]+:\d{1,5}$/, 'host:port').optional(),
  NATS_URL: text(/^(nats|tls):\/\/[^\s:/@]+:\d{1,5}$/, 'nats://host:port').optional(),
  NATS_MONITOR_URL: text(/^https?:\/\/[^\s:/@]+:\d{1,5}$/, 'http://host:port').optional(),
  TEMPORAL_BIN: path.optional(),
  NATS_BIN: path.optional(),
  TEST_SERVER_BIN: path.optional(),
  CHROMIUM_BIN: path.optional(),
  DATA_DIR: path.default('.certway'),
  CACHE_DIR: path.optional(),
  KEYS_DIR: path.optional(),
  KEY_RING: path.optional(),
  TENANT: text(/^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/, 'up to 32 of a-z, 0-9 and inner -')
    .refine((tenant) => !taken.test(tenant), {
      error: ({ input }) =>
        `must not end in -heads or -dead-letters (given ${String(input)}): its stream would be the one that holds those of the tenant ${String(input).replace(taken, '')}`,
    })
    .default('acme-cert'),
  NAMESPACE: name.default('default'),
  TASK_QUEUE: name.default('certification'),
  TEMPORAL_PORT: port.default(7233),
  UI_PORT: port.default(8233),
  NATS_PORT: port.default(4222),
  STREAM_REPLICAS: wholeNumber(1, 5).default(1),
  LANG: text(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'the tag of a language, e.g. de').default('en'),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
  METRICS_PORT: wholeNumber(1, 65_535).optional(),
  DATABASE_URL: text(
    /^postgres(ql)?:\/\/\S+$/,
    'postgres://user:password@host:port/database',
  ).optional(),
  REGISTER_PORT: port.default(8280),
  CONSUMERS_PORT: port.default(8281),
  WEBHOOK_LOOPBACK: z
    .enum(['allow', 'refuse'], 'must be allow or refuse')
    .default('refuse')
    .transform((given) => given === 'allow'),
});

const prefix = 'CERTWAY_';

/** Names of all variables that are read, with their prefix. */
export const variableNames: readonly string[] = Object.keys(variables.shape).map(
  (key) => prefix + key,
);

const describeFault = (issue: z.core.$ZodIssue): string[] =>
  issue.code === 'unrecognized_keys'
    ? issue.keys.map((key) => `${prefix}${key}: is not a setting of certway`)
    : [`${prefix}${issue.path.join('.')}: ${issue.message}`];

/** An empty variable counts as not set. */
const ownVariables = (environment: Environment): Environment =>
  Object.fromEntries(
    Object.entries(environment)
      .filter(([key, value]) => key.startsWith(prefix) && value !== '')
      .map(([key, value]) => [key.slice(prefix.length), value]),
  );

const userCache = (environment: Environment): string => {
  const configured = environment['XDG_CACHE_HOME'] ?? '';
  return configured === '' ? join(homedir(), '.cache') : configured;
};

/**
 * Reads the configuration.
 *
 * @param environment - the variables to read, by default those of this process
 * @throws StartError `CONFIGURATION_INVALID` with one line for each fault
 */
export function readConfig(environment: Environment = process.env): Config {
  const parsed = variables.safeParse(ownVariables(environment));
  if (!parsed.success) {
    const faults = parsed.error.issues.flatMap(describeFault).sort();
    throw new StartError('CONFIGURATION_INVALID', faults.join('\n'));
  }
  const given = parsed.data;
  const dataDir = resolve(given.DATA_DIR);
  return {
    temporalAddress: given.TEMPORAL_ADDRESS,
    natsUrl: given.NATS_URL,
    natsMonitorUrl: given.NATS_MONITOR_URL,
    temporalBin: given.TEMPORAL_BIN,
    natsBin: given.NATS_BIN,
    testServerBin: given.TEST_SERVER_BIN,
    chromiumBin: given.CHROMIUM_BIN,
    dataDir,
    cacheDir: resolve(given.CACHE_DIR ?? join(userCache(environment), 'certway')),
    keysDir: resolve(given.KEYS_DIR ?? join(dataDir, 'keys')),
    keyRing: given.KEY_RING === undefined ? undefined : resolve(given.KEY_RING),
    tenant: given.TENANT,
    namespace: given.NAMESPACE,
    taskQueue: given.TASK_QUEUE,
    temporalPort: given.TEMPORAL_PORT,
    uiPort: given.UI_PORT,
    natsPort: given.NATS_PORT,
    streamReplicas: given.STREAM_REPLICAS,
    language: given.LANG,
    logLevel: given.LOG_LEVEL,
    metricsPort: given.METRICS_PORT,
    databaseUrl: given.DATABASE_URL,
    registerPort: given.REGISTER_PORT,
    consumersPort: given.CONSUMERS_PORT,
    isWebhookLoopbackAllowed: given.WEBHOOK_LOOPBACK,
    isColorAllowed: !environment['NO_COLOR'],
  };
}
