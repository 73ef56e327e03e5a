import { say } from '../../machines/text/index.ts';
import type { StoredEvent } from '../event-log/index.ts';

const SHOWN_DATA = 160;

/** One event as one line for people: when, where, what, who, and the data in short. */
export function eventLine({ event }: Pick<StoredEvent, 'event'>): string {
  const when = event.at.slice(0, 19).replace('T', ' ');
  const who = event.actor
    ? say('cli.events.by', 'by {id} ({role})', { ...event.actor })
    : `[${event.cause}]`;
  const data = JSON.stringify(event.data);
  const shown = data === '{}' ? '' : `  ${brief(data)}`;
  const entity = event.entity.padEnd(28);
  return `${when}  ${entity}  ${event.type} ${who}${shown}`;
}

function brief(data: string): string {
  return data.length > SHOWN_DATA ? `${data.slice(0, SHOWN_DATA - 1)}…` : data;
}
