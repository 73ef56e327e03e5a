import { say } from '../../text/index.ts';

/** Every code an error or refusal of certway can carry, with its meaning and the remedy. */
export const errorCodes = {
  COMMAND_REFUSED: {
    meaning: 'The command is not possible in the present state, or a rule forbids it.',
    remedy: 'Read the rule in the message; it also lists what is possible now.',
  },
  INPUT_SET_ASIDE: {
    meaning: 'An operator has set this command aside, because it failed the machine.',
    remedy: 'Give the command again with an id of its own once the machine is mended.',
  },
  COMMAND_INVALID: {
    meaning: 'The payload of a command does not fit its schema.',
    remedy: 'Correct each path the message names; it ends with a valid example.',
  },
  EVENT_TOO_LARGE: {
    meaning:
      'An event of the command, or of the start, would be larger than the log takes. Nothing was recorded of it.',
    remedy:
      'Give less text, and of a document its reference instead of its content; the message names event, size and limit.',
  },
  COMMAND_UNKNOWN: {
    meaning: 'The workflow takes no command of this name.',
    remedy: 'Use one of the commands the message lists.',
  },
  COMMAND_ID_REUSED: {
    meaning: 'A command id came again with another payload.',
    remedy: 'Give every new command an id of its own; repeat the same payload to repeat a command.',
  },
  ROLE_NOT_ALLOWED: {
    meaning: 'The role the caller states may not give this command.',
    remedy: 'Let somebody with one of the roles in the message give it.',
  },
  INPUT_INVALID: {
    meaning: 'The input of a workflow does not fit its schema.',
    remedy: 'Start it again with the faults corrected; nothing was recorded.',
  },
  NOT_STARTED_BY_A_JOURNEY: {
    meaning: 'A workflow that only a journey may start was started by hand.',
    remedy: 'Use the command of the journey that starts it.',
  },
  WORKFLOW_TYPE_UNKNOWN: {
    meaning: 'No workflow of this type exists.',
    remedy: 'Start one of the types the message lists.',
  },
  ENTITY_EXISTS: {
    meaning: 'The log already holds events of another instance under this workflow id.',
    remedy: 'Choose another id, or resume the journey from the log.',
  },
  EVENT_STREAM_CONFLICT: {
    meaning:
      'The log holds events that this instance cannot have written: illegal, not chained, or not signed with a known key.',
    remedy:
      'Look at the event that the message names; stop whoever else writes to the stream, and verify the log. The instance decides nothing until it is signalled catchUp, which makes it look again.',
  },
  LOG_BEHIND: {
    meaning:
      'The log ends before the place at which the workflow knows it to end: it was restored from an older copy.',
    remedy:
      'Run npm run certway -- log reconcile; the workflow goes on by itself once the log holds its events again.',
  },
  ENTITY_UNKNOWN: {
    meaning: 'The log holds no event of this id.',
    remedy: 'Use one of the ids that the message names.',
  },
  IMPORT_REFUSED: {
    meaning:
      'An export cannot be restored: it is damaged, partial or of another tenant, or the stream is not empty.',
    remedy: 'Do what the message names; nothing was written unless it says so.',
  },
  LOG_CUT_EMPTY: {
    meaning: 'The state was asked for an instant before the first event of the entity.',
    remedy: 'Ask for a later one; the message names the first event.',
  },
  LOG_CUT_BEYOND: {
    meaning: 'The state was asked for behind an event that the entity does not have yet.',
    remedy: 'Ask for an earlier one; the message names the last event.',
  },
  BACKPRESSURE: {
    meaning:
      'Too many inputs wait because the log does not answer or more comes than it takes, or the workflow hands over to its next run. Nothing was recorded; signals are taken all the same.',
    remedy: 'Send the command again in half a minute, with the same id.',
  },
  MACHINE_INVALID: {
    meaning: 'A machine cannot be run durably.',
    remedy: 'Mend each fault the message names.',
  },
  MACHINE_VERSION_UNKNOWN: {
    meaning: 'A state or an event is of a version of the machine that this build cannot take over.',
    remedy:
      'Register a migration from that version, name it as compatible, or keep its definition; then deploy again.',
  },
  EVENT_SHAPE_UNKNOWN: {
    meaning: 'An event is stored in a shape that this build can neither read nor bring up to date.',
    remedy:
      'Keep every shape that was ever shipped in the contract, each with its upcaster; of a newer shape, deploy the build that recorded it.',
  },
  MACHINE_STATE_UNKNOWN: {
    meaning: 'A stored state holds what this build of the machine does not have any more.',
    remedy: 'Raise the version and register a migration that mends each point of the message.',
  },
  MIGRATION_FAILED: {
    meaning: 'The migration of a running instance threw, or changed what it may not change.',
    remedy:
      'Mend the migration and deploy again: the instance waits and goes on with the new build.',
  },
  KEY_RING_NOT_FOUND: {
    meaning: 'The key ring of personal data, or the file with its master keys, is not there.',
    remedy: 'Put back what the message names, or name its folder in CERTWAY_KEY_RING.',
  },
  KEY_RING_INVALID: {
    meaning: 'The key ring of personal data, its master keys and the log do not belong together.',
    remedy: 'Put back the file that the message names, from the backup of this tenant.',
  },
  KEY_RING_IN_USE: {
    meaning: 'Another process changes the master key of personal data.',
    remedy: 'Wait until it is done; what it has begun need not be done again.',
  },
  PERSONAL_DATA_KEY_MISSING: {
    meaning: 'The key of an encrypted text was lost: the ring has no record that it was erased.',
    remedy: 'Put the file that the message names back from a backup; what waits goes on by itself.',
  },
  PERSONAL_DATA_TAMPERED: {
    meaning: 'An encrypted text was changed, or moved there from another event or field.',
    remedy: 'Verify the log; nobody who holds the key has written this.',
  },
  MACHINE_FAILED: {
    meaning: 'The machine ended in an error that it does not handle.',
    remedy: 'Handle the error of the actor in the machine.',
  },
} as const;

/** Code of an {@link EngineError}; equal to the type of the Temporal failure it becomes. */
export type ErrorCode = keyof typeof errorCodes;

/** What a code means, or what to do, for people. */
export function errorText(code: ErrorCode, part: 'meaning' | 'remedy'): string {
  return say(`error.${code}.${part}`, errorCodes[code][part]);
}

/** An error identified by its code, never by its message. */
export class EngineError extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  /**
   * @param code - one of {@link errorCodes}
   * @param message - what happened, where, and what to do
   * @param details - the same as plain data
   */
  constructor(code: ErrorCode, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = 'EngineError';
    this.code = code;
    this.details = details;
  }
}
