import { say } from '../../../machines/text/index.ts';
import type { ProofCheck, Verdict } from '../../proof/index.ts';

/** A verdict in sentences. */
export function verdictLines(verdict: Verdict): readonly string[] {
  const { firstBad, events, entities } = verdict;
  if (!firstBad) {
    return [
      say(
        'cli.verify.inOrder',
        'In order: {events} {events, plural, one {event} other {events}} of {entities} {entities, plural, one {entity} other {entities}}.',
        { events, entities },
      ),
      ...coverageLines(verdict),
    ];
  }
  const { id, streamSequence, subject, check, reason } = firstBad;
  const place =
    streamSequence > 0
      ? say('cli.verify.at', 'stream sequence {streamSequence}', { streamSequence })
      : say('cli.verify.files', 'the files');
  const where = subject === '' ? place : `${place}, ${subject}`;
  return [
    id === ''
      ? say('cli.verify.wrongPlace', 'NOT in order at {where}.', { where })
      : say('cli.verify.wrong', 'NOT in order: {id}, at {where}.', { id, where }),
    `${check}: ${reason}`,
    say(
      'cli.verify.before',
      'Looked at before it: {events} {events, plural, one {event} other {events}}.',
      { events },
    ),
  ];
}

function coverageLines({ events, coverage }: Verdict): readonly string[] {
  const { signed, sealedTo, areHeadsSigned, unjudged } = coverage;
  const signatures =
    signed === 0
      ? say(
          'cli.verify.noSignatures',
          'Signatures of events: none checked; they have none, or no public key of them is known.',
        )
      : say(
          'cli.verify.signatures',
          'Signatures of events: {signed} of {events} checked, the others have none.',
          { signed, events },
        );
  const versions = Object.entries(unjudged).map(([what, count]) =>
    say(
      'cli.verify.unjudged',
      'Legality: {count} {count, plural, one {event} other {events}} not judged, {what}.',
      { count, what },
    ),
  );
  return [signatures, sealText(sealedTo, areHeadsSigned), ...versions];
}

function sealText(sealedTo: number, areHeadsSigned: boolean): string {
  if (sealedTo === 0) {
    return say(
      'cli.verify.noHeads',
      'Signed heads: none; that nothing was cut off at the end cannot be told.',
    );
  }
  return areHeadsSigned
    ? say(
        'cli.verify.heads',
        'Signed heads: up to stream sequence {sealedTo}; the signatures of the heads are checked.',
        { sealedTo },
      )
    : say(
        'cli.verify.headsUnchecked',
        'Signed heads: up to stream sequence {sealedTo}; the signatures of the heads are NOT checked, for no public key of a sealer is known.',
        { sealedTo },
      );
}

/** A checked proof in one sentence. */
export function proofLine(checked: ProofCheck): string {
  if ('fault' in checked) {
    return say('cli.verify.provesNothing', 'Proves nothing: {fault}.', { fault: checked.fault });
  }
  const { id, message, head } = checked;
  const { stream, at, size, root } = head;
  return say(
    'cli.verify.proved',
    'Proved: {id} is event {seq} of {stream}, sealed at {at} by the head of {size} events with the root {root}.',
    { id, seq: message.seq, stream, at, size, root },
  );
}
