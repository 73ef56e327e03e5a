import type { ProofCheck, Verdict } from '../../proof/index.ts';

/** A verdict in sentences. */
export function verdictLines(verdict: Verdict): readonly string[] {
  const { firstBad, events, entities } = verdict;
  if (!firstBad) {
    return [
      `In order: ${counted(events, 'event')} of ${counted(entities, 'entity', 'entities')}.`,
      ...coverageLines(verdict),
    ];
  }
  const { id, streamSequence, subject, check, reason } = firstBad;
  const place = streamSequence > 0 ? `stream sequence ${String(streamSequence)}` : 'the files';
  const where = subject === '' ? place : `${place}, ${subject}`;
  const what = id === '' ? `NOT in order at ${where}.` : `NOT in order: ${id}, at ${where}.`;
  return [what, `${check}: ${reason}`, `Looked at before it: ${counted(events, 'event')}.`];
}

function coverageLines({ events, coverage }: Verdict): readonly string[] {
  const { signed, sealedTo, areHeadsSigned, unjudged } = coverage;
  const signatures =
    signed === 0
      ? 'Signatures of events: none checked; they have none, or no public key of them is known.'
      : `Signatures of events: ${String(signed)} of ${String(events)} checked, the others have none.`;
  const heads = areHeadsSigned
    ? 'the signatures of the heads are checked'
    : 'the signatures of the heads are NOT checked, for no public key of a sealer is known';
  const seals =
    sealedTo === 0
      ? 'Signed heads: none; that nothing was cut off at the end cannot be told.'
      : `Signed heads: up to stream sequence ${String(sealedTo)}; ${heads}.`;
  const versions = Object.entries(unjudged).map(
    ([what, count]) => `Legality: ${counted(count, 'event')} not judged, ${what}.`,
  );
  return [signatures, seals, ...versions];
}

/** A checked proof in one sentence. */
export function proofLine(checked: ProofCheck): string {
  if ('fault' in checked) return `Proves nothing: ${checked.fault}.`;
  const { id, message, head } = checked;
  return `Proved: ${id} is event ${String(message.seq)} of ${head.stream}, sealed at ${head.at} by the head of ${String(head.size)} events with the root ${head.root}.`;
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${String(count)} ${count === 1 ? one : many}`;
}
