// Starts a stack in the folder that is given, tells its parent, and holds it until it is killed.
import { setTimeout as delay } from 'node:timers/promises';
import { startStack } from '../../infra/stack/index.ts';
import { testConfig } from './stack.ts';

const [dataDir = ''] = process.argv.slice(2);
const { temporal, nats } = await startStack({ config: testConfig({ dataDir }), isHeadless: true });
process.send?.({ temporal: temporal?.pid, nats: nats?.pid });
await delay(120_000);
