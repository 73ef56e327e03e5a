import type { DeadLetterNote } from '../consumer/index.ts';

/** By what people name a parked event: its id; its stream sequence when nobody could read it. */
export function letterId({ eventId, streamSequence }: DeadLetterNote): string {
  return eventId ?? String(streamSequence);
}

const SHOWN_REASON = 120;

/** One parked event as one line for people. */
export function letterLine(note: DeadLetterNote): string {
  const { consumer, type = '(unreadable)', since, state, attempts } = note;
  const times = attempts === 1 ? '1 attempt' : `${attempts} attempts`;
  const tried = attempts === 0 ? '' : ` after ${times}`;
  const how = `${state} since ${since.slice(0, 19).replace('T', ' ')}${tried}`;
  return `${consumer.padEnd(12)}  ${letterId(note).padEnd(28)}  ${type}  ${how}: ${brief(note.reason)}`;
}

/** What is known of a parked event, for people, the event last. */
export function letterDetails(note: DeadLetterNote, event: unknown): readonly string[] {
  const { consumer, type = '(unreadable)', subject, streamSequence, attempts, since, state } = note;
  return [
    `consumer    ${consumer}`,
    `event       ${letterId(note)}  ${type}`,
    `subject     ${subject}, stream sequence ${streamSequence}`,
    `state       ${state} since ${since}, ${attempts} attempts`,
    `reason      ${inLine(note.reason)}`,
    ...(note.stack ?? '')
      .split('\n')
      .filter(Boolean)
      .map((line) => `            ${inLine(line)}`),
    ...(typeof event === 'string'
      ? [inLine(JSON.stringify(event))]
      : JSON.stringify(event, null, 2).split('\n').map(inLine)),
  ];
}

function brief(reason: string): string {
  const line = inLine(reason);
  return line.length > SHOWN_REASON ? `${line.slice(0, SHOWN_REASON - 1)}…` : line;
}

/** Text of others must neither break a line nor move the cursor. */
function inLine(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ');
}
