import { defineQuery, setHandler } from '@temporalio/workflow';
import { allowed, why, type Allowed, type Explanation } from '../../../machines/engine/index.ts';
import { say } from '../../../machines/text/index.ts';
import { workflowTime } from '../clock.ts';
import type { Entity } from '../entity.ts';

/** What `why` is asked: a command as it would be given. */
interface Question {
  readonly command: string;
  /** With its actor. @defaultValue the command's example */
  readonly payload?: unknown;
}

/** Answers what is possible now and why something is not; asking changes nothing and writes no history. */
export function takeQuestions(entity: Entity): void {
  setHandler(
    defineQuery<Allowed | null>('allowed'),
    () => (entity.state ? allowed(entity.machine, entity.state) : null),
    { description: say('handler.allowed', 'Which commands can be given now, and by whom.') },
  );
  setHandler(
    defineQuery<Explanation | null, [Question]>('why'),
    (question) => answerTo(entity, question),
    {
      description: `${say('handler.why', 'Whether a command would be taken now, and which rule says no:')} ${JSON.stringify(WHY_EXAMPLE)}`,
    },
  );
}

const WHY_EXAMPLE = { command: 'name', payload: { actor: { id: 'a-17', role: 'role' } } };

function answerTo({ state, machine }: Entity, question: Question): Explanation | null {
  if (!state) return null;
  // People ask by hand: what is no question is answered like a command of no name.
  const { command, payload } = (question as Question | undefined) ?? { command: '' };
  const at = new Date(workflowTime()).toISOString();
  return why(machine, state, { command, payload, at });
}
