import type { AnyStateMachine } from 'xstate';
import { z } from 'zod';
import type { AnyContract } from '../contract/index.ts';

/** Role of everybody who commands a machine that has no contract of its own. */
const ANYONE = 'anyone';

const anything = z.looseObject({});

/**
 * The contract of a machine that states none, for tests: every event takes anything and may be commanded under its own
 * name by `anyone`; what the machine is started with lies under `input`.
 */
export function openContract({ id, version, events }: AnyStateMachine): AnyContract {
  const sent = events
    .map(String)
    .filter((type) => !type.includes('*') && !type.startsWith('xstate.'));
  const definition = { description: 'An event of a machine without a contract.', data: anything };
  return {
    id: id.replace(/[^A-Za-z0-9_-]/g, '-'),
    version: version ?? '0',
    description: 'A machine without a contract.',
    open: true,
    input: anything,
    example: {},
    starts: 'Started',
    events: Object.fromEntries(['Started', ...sent].map((type) => [type, definition])),
    commands: Object.fromEntries(
      sent.map((type) => [
        type,
        { records: type, roles: [ANYONE], description: definition.description, example: {} },
      ]),
    ),
  };
}
