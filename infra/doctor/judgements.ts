import { say } from '../../machines/text/index.ts';
import { retentionDays } from '../temporal/index.ts';
import type { Difference } from '../nats/index.ts';
import type { Finding } from '../../services/cli/index.ts';

const MS_PER_SECOND = 1_000;
/** Deadlines are days; but what happens in two places is told by its instants. */
const SKEW_WARNING_MS = 2_000;
const SKEW_FAILED_MS = 60_000;
/** A poll waits for a minute at most; a poller that has not come back for longer is gone. */
const POLLED_WITHIN_MS = 90_000;

/** Somebody who asks a task queue for work. */
export interface Poller {
  readonly identity: string;
  /** When the server heard of it last, by its own clock, epoch milliseconds. */
  readonly lastAccessMs: number;
}

/** What is told of a namespace. @param days - for which it keeps closed workflows; `undefined` when it is not there */
export function namespaceFinding(namespace: string, days: number | undefined): Finding {
  const check = 'namespace';
  if (days === undefined) {
    return {
      ...{ check, status: 'failed' },
      found: say('doctor.noNamespace', 'there is no namespace {namespace}', { namespace }),
      fix: say('doctor.createNamespace', 'npm start creates it; {name} names another one', {
        name: 'CERTWAY_NAMESPACE',
      }),
    };
  }
  const found = say('doctor.retention', '{namespace} keeps closed workflows for {days} days', {
    ...{ namespace, days },
  });
  if (days >= retentionDays) return { check, status: 'ok', found };
  return {
    ...{ check, status: 'failed' },
    found: say('doctor.shortRetention', '{found}, needed are {days}', {
      found,
      days: retentionDays,
    }),
    fix: `temporal operator namespace update --namespace ${namespace} --retention ${String(retentionDays)}d`,
  };
}

/** What is told of the search attributes of a namespace. */
export function attributesFinding(
  missing: readonly string[],
  conflicts: readonly string[],
): Finding {
  const check = 'search attributes';
  if (conflicts.length > 0) {
    return {
      ...{ check, status: 'failed', found: conflicts.join('; ') },
      fix: say('doctor.removeAttribute', 'remove it there, or use another {name}', {
        name: 'CERTWAY_NAMESPACE',
      }),
    };
  }
  if (missing.length === 0)
    return { check, status: 'ok', found: say('doctor.allThere', 'all there') };
  return {
    ...{ check, status: 'failed' },
    found: say('doctor.missing', 'missing: {names}', { names: missing.join(', ') }),
    fix: say('doctor.addAttributes', 'npm start adds them'),
  };
}

/** What is told of who asks for work. */
export function workerFinding(
  { taskQueue, buildId }: { readonly taskQueue: string; readonly buildId: string | undefined },
  pollers: readonly Poller[],
  nowMs: number,
): Finding {
  const check = 'worker';
  const polling = pollers.filter(({ lastAccessMs }) => nowMs - lastAccessMs < POLLED_WITHIN_MS);
  if (polling.length === 0) {
    return {
      ...{ check, status: 'failed' },
      found: say('doctor.nobodyPolls', 'nobody polls the task queue {taskQueue}', { taskQueue }),
      fix: say('doctor.runWorker', 'npm start runs a worker; {name} names the queue', {
        name: 'CERTWAY_TASK_QUEUE',
      }),
    };
  }
  const names = [...new Set(polling.map(({ identity }) => identity))].sort().join(', ');
  if (buildId === undefined) {
    return {
      ...{ check, status: 'warning' },
      found: say('doctor.noBuild', '{names} polls {taskQueue}, but no build is current', {
        ...{ names, taskQueue },
      }),
      fix: say('doctor.startAgain', 'start the worker again: it makes its build the current one'),
    };
  }
  const values = { names, taskQueue, buildId };
  const found = say('doctor.polls', '{names} polls {taskQueue}; current build {buildId}', values);
  return { check, status: 'ok', found };
}

/** What is told of a stream. @param differences - `undefined` when there is no such stream */
export function streamFinding(
  name: string,
  differences: readonly Difference[] | undefined,
): Finding {
  const check = `stream ${name}`;
  if (differences === undefined) {
    return {
      ...{ check, status: 'failed', found: say('doctor.notThere', 'it is not there') },
      fix: say('doctor.createStream', 'npm start creates it; {name} names the tenant', {
        name: 'CERTWAY_TENANT',
      }),
    };
  }
  if (differences.length === 0)
    return { check, status: 'ok', found: say('doctor.asConfigured', 'as configured') };
  const fixed = differences.filter(({ isFixed }) => isFixed).map(({ field }) => field);
  return {
    ...{ check, status: 'failed', found: differences.map(({ text }) => text).join('; ') },
    fix:
      fixed.length > 0
        ? say(
            'doctor.otherTenant',
            '{fields} cannot be changed on a stream that is there: use another {name}',
            { fields: fixed.join(', '), name: 'CERTWAY_TENANT' },
          )
        : `nats stream edit ${name}`,
  };
}

/**
 * What is told of a server's clock.
 * @param skewMs - how far it is ahead of the one here; `undefined` when it could not be told
 */
export function clockFinding(server: string, skewMs: number | undefined): Finding {
  const check = `clock of ${server}`;
  if (skewMs === undefined)
    return { check, status: 'skipped', found: say('doctor.noTime', 'it tells no time') };
  const seconds = Math.abs(skewMs / MS_PER_SECOND).toFixed(1);
  const found =
    skewMs < 0
      ? say('doctor.behind', '{seconds} s behind this machine', { seconds })
      : say('doctor.ahead', '{seconds} s ahead of this machine', { seconds });
  if (Math.abs(skewMs) < SKEW_WARNING_MS) return { check, status: 'ok', found };
  const status = Math.abs(skewMs) < SKEW_FAILED_MS ? 'warning' : 'failed';
  return {
    check,
    status,
    found,
    fix: say('doctor.setClock', 'let NTP set the clock of both machines'),
  };
}

/**
 * How far a server's clock is ahead of the one here, as far as its pollers show it: a poll that is still to come was
 * told by a clock that is ahead. A clock that is behind cannot be told from a worker that is silent.
 */
export function skewOf(pollers: readonly Poller[], nowMs: number): number | undefined {
  if (pollers.length === 0) return undefined;
  const latest = Math.max(...pollers.map(({ lastAccessMs }) => lastAccessMs));
  return Math.max(0, latest - nowMs);
}
