// A consumer in a process of its own, whose effects and positions lie in one file: what is written together is a
// transaction. node --import tsx test/support/register.main.ts <url> <tenant> <file> [<event id>]; with an event id, it
// dies between the effect of that event and its acknowledgement.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { connect } from '@nats-io/transport-node';
import { createConsumer } from '../../services/consumer/index.ts';

interface Register {
  readonly effects: string[];
  readonly last: Record<string, number>;
}

const [url = '', tenant = '', file = '', dieAt] = process.argv.slice(2);
const register: Register = existsSync(file)
  ? (JSON.parse(readFileSync(file, 'utf8')) as Register)
  : { effects: [], last: {} };
const connection = await connect({ servers: url, maxReconnectAttempts: -1 });
const consumer = createConsumer({
  ...{ connection, tenant, name: 'register' },
  filter: { received: true },
  positions: { last: (entity) => Promise.resolve(register.last[entity]) },
  handle: (event, { entity }) => {
    register.effects.push(event.id);
    register.last[entity] = Number(event.sequence);
    writeFileSync(`${file}.new`, JSON.stringify(register));
    renameSync(`${file}.new`, file);
    if (event.id === dieAt) process.kill(process.pid, 'SIGKILL');
    return Promise.resolve();
  },
});
process.once('SIGTERM', () => void consumer.stop());
await consumer.start();
await connection.close();
