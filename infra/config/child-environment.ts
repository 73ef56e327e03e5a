import type { Config, Environment } from './config.ts';

/** Every variable, also one that is not set: so an inherited value never gets through. */
const toVariables = (config: Config): Environment => ({
  CERTWAY_TEMPORAL_ADDRESS: config.temporalAddress,
  CERTWAY_NATS_URL: config.natsUrl,
  CERTWAY_NATS_MONITOR_URL: config.natsMonitorUrl,
  CERTWAY_TEMPORAL_BIN: config.temporalBin,
  CERTWAY_NATS_BIN: config.natsBin,
  CERTWAY_TEST_SERVER_BIN: config.testServerBin,
  CERTWAY_CHROMIUM_BIN: config.chromiumBin,
  CERTWAY_DATA_DIR: config.dataDir,
  CERTWAY_CACHE_DIR: config.cacheDir,
  CERTWAY_KEYS_DIR: config.keysDir,
  CERTWAY_KEY_RING: config.keyRing,
  CERTWAY_TENANT: config.tenant,
  CERTWAY_NAMESPACE: config.namespace,
  CERTWAY_TASK_QUEUE: config.taskQueue,
  CERTWAY_TEMPORAL_PORT: String(config.temporalPort),
  CERTWAY_UI_PORT: String(config.uiPort),
  CERTWAY_NATS_PORT: String(config.natsPort),
  CERTWAY_STREAM_REPLICAS: String(config.streamReplicas),
  CERTWAY_LANG: config.language,
  CERTWAY_LOG_LEVEL: config.logLevel,
  CERTWAY_METRICS_PORT: config.metricsPort?.toString(),
  CERTWAY_DATABASE_URL: config.databaseUrl,
  CERTWAY_REGISTER_PORT: String(config.registerPort),
  CERTWAY_CONSUMERS_PORT: String(config.consumersPort),
  CERTWAY_WEBHOOK_LOOPBACK: config.isWebhookLoopbackAllowed ? 'allow' : 'refuse',
});

/**
 * The environment for a child process that is to read exactly this configuration.
 *
 * @param inherited - everything else, by default the environment of this process
 */
export function childEnvironment(
  config: Config,
  inherited: Environment = process.env,
): NodeJS.ProcessEnv {
  return { ...inherited, ...toVariables(config) };
}
