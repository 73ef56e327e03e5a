import { LARGEST_MESSAGE_BYTES } from '../../machines/engine/index.ts';
import { StoreCompression, type StreamConfig } from '@nats-io/jetstream';

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
    max_msg_size: LARGEST_MESSAGE_BYTES,
    max_consumers: -1,
    num_replicas: replicas,
    duplicate_window: duplicateWindowSeconds * nsPerSecond,
    deny_delete: true,
    deny_purge: true,
    allow_direct: true,
    allow_rollup_hdrs: false,
    allow_msg_ttl: false,
    sealed: false,
    compression: StoreCompression.None,
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
    max_msg_size: 2 * LARGEST_MESSAGE_BYTES,
    deny_delete: false,
    deny_purge: false,
  };
}

/** A field of a stream that is not as it must be. */
export interface Difference {
  readonly field: string;
  /** What it is, and what it must be. */
  readonly text: string;
  /** Whether no server changes it on a stream that is there. */
  readonly isFixed: boolean;
}

/** Decided when a stream is made. */
const fixedFields: ReadonlySet<string> = new Set([
  'storage',
  'retention',
  'mirror',
  'persist_mode',
]);

const difference = (field: string, text: string): Difference => ({
  field,
  text,
  isFixed: fixedFields.has(field),
});

/**
 * These bring in, take out or change messages behind the writer's back, or acknowledge before they are stored: absent,
 * or the stream is not ours.
 */
const forbidden = ['mirror', 'sources', 'subject_transform', 'republish', 'no_ack'] as const;
/** Acknowledges what is not yet written, and cannot be changed. */
const isAsync = ({ persist_mode: mode }: { readonly persist_mode?: string }): boolean =>
  mode === 'async';

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
): readonly Difference[] {
  const differing = Object.entries(wanted).flatMap(([field, value]) => {
    const found = actual[field as keyof StreamConfig];
    if (show(found) === show(value)) return [];
    return [difference(field, `${field} is ${show(found)}, not ${show(value)}`)];
  });
  const unwanted = forbidden.filter((field) => actual[field]);
  const acknowledging = isAsync(actual)
    ? [difference('persist_mode', 'persist_mode is "async", not absent')]
    : [];
  const set = unwanted.map((field) => difference(field, `${field} is set`));
  return [...differing, ...set, ...acknowledging];
}
