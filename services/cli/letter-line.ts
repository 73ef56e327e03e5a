import { say } from '../../machines/text/index.ts';
import type { DeadLetterNote } from '../consumer/index.ts';
import { line, named } from './text.ts';

/** By what people name a parked event: its id; its stream sequence when nobody could read it. */
export function letterId({ eventId, streamSequence }: DeadLetterNote): string {
  return eventId ?? String(streamSequence);
}

const SHOWN_REASON = 120;

/** One parked event as one line for people. */
export function letterLine(note: DeadLetterNote): string {
  const { consumer, state, attempts } = note;
  const since = note.since.slice(0, 19).replace('T', ' ');
  const how = say(
    'cli.dlq.standing',
    '{state} since {since}{attempts, plural, =0 {} one { after {attempts} attempt} other { after {attempts} attempts}}',
    { state: standingText(state), since, attempts },
  );
  return `${consumer.padEnd(12)}  ${letterId(note).padEnd(28)}  ${typeOf(note)}  ${how}: ${brief(note.reason)}`;
}

/** What is known of a parked event, for people, the event last. */
export function letterDetails(note: DeadLetterNote, event: unknown): readonly string[] {
  const { consumer, subject, streamSequence, attempts, since, state } = note;
  return [
    line('consumer', consumer),
    line('event', `${letterId(note)}  ${typeOf(note)}`),
    line(
      'subject',
      say('cli.dlq.subject', '{subject}, stream sequence {streamSequence}', {
        ...{ subject, streamSequence },
      }),
    ),
    line(
      'state',
      say('cli.dlq.state', '{state} since {since}, {attempts} attempts', {
        ...{ state: standingText(state), since, attempts },
      }),
    ),
    line('reason', inLine(note.reason)),
    ...(note.stack ?? '')
      .split('\n')
      .filter(Boolean)
      .map((each) => named('', inLine(each))),
    ...(typeof event === 'string'
      ? [inLine(JSON.stringify(event))]
      : JSON.stringify(event, null, 2).split('\n').map(inLine)),
  ];
}

function standingText(state: DeadLetterNote['state']): string {
  const texts: Readonly<Record<DeadLetterNote['state'], string>> = {
    parked: say('cli.dlq.parked', 'parked'),
    redriven: say('cli.dlq.isRedriven', 'redriven'),
    handled: say('cli.dlq.isHandled', 'handled'),
  };
  return texts[state];
}

function typeOf({ type }: DeadLetterNote): string {
  return type ?? say('cli.dlq.unreadable', '(unreadable)');
}

function brief(reason: string): string {
  const text = inLine(reason);
  return text.length > SHOWN_REASON ? `${text.slice(0, SHOWN_REASON - 1)}…` : text;
}

/** Text of others must neither break a line nor move the cursor. */
function inLine(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ');
}
