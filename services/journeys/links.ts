import type { AnyStateNode } from 'xstate';
import type { DurableMachine, searchAttributes } from '../../machines/engine/index.ts';
import { nameOf, say } from '../../machines/text/index.ts';
import { partiesOf } from './tasks.ts';

/** A list of workflows that people look at again and again. */
export interface SavedLink {
  /** What it lists, e.g. `waiting for lead auditor`. */
  readonly name: string;
  /** In the list filter language of Temporal. */
  readonly query: string;
  /** Whether it counts from a day, and so is another one tomorrow. */
  readonly isOfToday?: true;
}

/** A renamed attribute does not compile. */
type Name = keyof typeof searchAttributes;

const EXPIRES_WITHIN_DAYS = 90;
const DAY_MS = 86_400_000;

/**
 * The lists of workflows: what waits for each party, what is late, what is at risk.
 * @param today - `2027-03-03`; what expires soon counts from it
 */
export function savedLinks(
  machines: readonly DurableMachine[],
  today: string,
): readonly SavedLink[] {
  const parties = new Set(machines.flatMap(({ logic }) => nodesOf(logic.root).flatMap(partiesOf)));
  const soon = new Date(Date.parse(today) + EXPIRES_WITHIN_DAYS * DAY_MS).toISOString();
  return [
    ...[...parties].sort().map((party) => ({
      name: say('link.waitingFor', 'waiting for {party}', { party: nameOf(party) }),
      query: running(is('CertwayWaitingFor', '=', `'${party}'`)),
    })),
    { name: say('link.overdue', 'overdue'), query: running(is('CertwayOverdue', '=', 'true')) },
    { name: say('link.majors', 'open majors'), query: running(is('CertwayOpenMajors', '>', '0')) },
    {
      name: say('link.expires', 'certificate expires within {days} days', {
        days: EXPIRES_WITHIN_DAYS,
      }),
      query: running(
        is('CertwayState', 'STARTS_WITH', "'certified'"),
        is('CertwayCertifiedUntil', '<=', `'${soon}'`),
      ),
      isOfToday: true,
    },
    {
      name: say('link.suspended', 'suspended'),
      query: running(is('CertwayState', 'STARTS_WITH', "'certified/(certificate/suspended'")),
    },
    {
      name: say('link.stopped', 'stopped by a problem'),
      query: running(is('CertwayProblem', 'IS NOT', 'NULL')),
    },
  ];
}

function is(name: Name, operator: string, value: string): string {
  return `${name} ${operator} ${value}`;
}

function running(...conditions: readonly string[]): string {
  return ["ExecutionStatus = 'Running'", ...conditions].join(' AND ');
}

function nodesOf(node: AnyStateNode): readonly AnyStateNode[] {
  return [node, ...Object.values(node.states as Record<string, AnyStateNode>).flatMap(nodesOf)];
}
