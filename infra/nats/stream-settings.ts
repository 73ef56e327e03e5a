import type { StreamConfig } from '@nats-io/jetstream';

/** What differs from tenant to tenant and from installation to installation. */
export interface StreamChoice {
  readonly name: string;
  /** Everything of the tenant. */
  readonly subjects: string;
  /** Copies of each message, 1 to 5. */
  readonly replicas: number;
}

const nsPerSecond = 1_000_000_000;
const duplicateWindowSeconds = 120;
const maxMessageBytes = 256 * 1024;

/**
 * A stream that keeps every event for ever: no limit, no deletion, and a full disk refuses new events
 * instead of dropping old ones. Deleting and purging stay denied once they are.
 */
export function streamSettings({ name, subjects, replicas }: StreamChoice): Partial<StreamConfig> {
  return {
    name,
    subjects: [subjects],
    storage: 'file',
    retention: 'limits',
    discard: 'new',
    max_msgs: -1,
    max_bytes: -1,
    max_age: 0,
    max_msgs_per_subject: -1,
    max_msg_size: maxMessageBytes,
    max_consumers: -1,
    num_replicas: replicas,
    duplicate_window: duplicateWindowSeconds * nsPerSecond,
    deny_delete: true,
    deny_purge: true,
    allow_direct: true,
    allow_rollup_hdrs: false,
    allow_msg_ttl: false,
    sealed: false,
  };
}

/**
 * A stream of what consumers could not handle: the present state of each letter, which replaces the one before. With
 * room for what is added to an event.
 */
export function deadLetterSettings(choice: StreamChoice): Partial<StreamConfig> {
  return {
    ...streamSettings(choice),
    discard: 'old',
    max_msgs_per_subject: 1,
    max_msg_size: 2 * maxMessageBytes,
    deny_delete: false,
    deny_purge: false,
  };
}

/** These bring in, take out or change messages behind the writer's back: absent, or the stream is not ours. */
const forbidden = ['mirror', 'sources', 'subject_transform', 'republish', 'no_ack'] as const;

const show = (value: unknown): string => (value === undefined ? 'absent' : JSON.stringify(value));

/**
 * Compares a stream with the settings, field by field. Older servers silently drop fields that they
 * do not know, so what was asked for must be read back.
 *
 * @returns one entry for each field that differs
 */
export function findDifferences(
  wanted: Partial<StreamConfig>,
  actual: Partial<StreamConfig>,
): readonly string[] {
  const differing = Object.entries(wanted).flatMap(([field, value]) => {
    const found = actual[field as keyof StreamConfig];
    return show(found) === show(value) ? [] : [`${field} is ${show(found)}, not ${show(value)}`];
  });
  const unwanted = forbidden.filter((field) => actual[field]);
  return [...differing, ...unwanted.map((field) => `${field} is set`)];
}
