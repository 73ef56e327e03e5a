// Variant (b): the review on Restate with `@restatedev/xstate`; this is the process that Restate calls.
import { createServer, type ServerHttp2Session } from 'node:http2';
import { createEndpointHandler } from '@restatedev/restate-sdk';
import { readConfig } from '../../../infra/config/index.ts';
import { writerKeys } from '../../../infra/keys/index.ts';
import { createLogger } from '../../../infra/logging/index.ts';
import { runService } from '../../../infra/run-service.ts';
import { openLog } from '../../../infra/worker/index.ts';
import { createReviewActivities } from '../baselines/activities.ts';
import { answerUsage } from '../variants/usage.ts';
import { machineObject, reviewObject } from './restate-review.ts';

const config = readConfig();
const logger = createLogger({ name: 'b', level: config.logLevel });
const [port = ''] = process.argv.slice(2);

/** The SDK is written for Node 22; where that is what runs, this changes nothing. */
function withResolvers() {
  let resolve: unknown;
  let reject: unknown;
  const promise = new Promise((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
if (!('withResolvers' in Promise)) Object.assign(Promise, { withResolvers });

await runService('b', logger, async () => {
  const open = await openLog(config.natsUrl ?? '', config.tenant, writerKeys(config.keysDir));
  const services = [machineObject, reviewObject(createReviewActivities(open.log))];
  const handler = createEndpointHandler({
    services,
    // The library logs each step of the machine.
    logger: ({ level }, message: unknown) => {
      if (level === 'warn' || level === 'error') logger[level](String(message));
    },
  });
  const server = createServer(handler);
  const sessions = new Set<ServerHttp2Session>();
  server.on('session', (session) => sessions.add(session));
  await new Promise<void>((resolve) => {
    server.listen(Number(port), '127.0.0.1', resolve);
  });
  await answerUsage(open.connection, 'b');
  let stop: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  }).then(async () => {
    server.close();
    // Restate keeps its connections open.
    for (const session of sessions) session.destroy();
    await open.close();
  });
  return { stopped, stop };
});
