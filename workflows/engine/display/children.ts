import { actorEntity, type EntityState } from '../../../machines/engine/index.ts';
import { nameOf, say } from '../../../machines/text/index.ts';

/** Of many workflows the first; the UI has a page for all of them, and what is possible must have room. */
const CHILDREN_SHOWN = 20;

/** The children that run, audits and open nonconformities among them, each with a link to its own page. */
export function children(state: EntityState, namespace: string): string {
  const running = Object.entries(state.actors).filter(([, { kind }]) => kind === 'machine');
  if (running.length === 0) return '';
  const lines = running.slice(0, CHILDREN_SHOWN).map(([id, actor]) => {
    const workflow = encodeURIComponent(actorEntity(state.entity, id, actor));
    return `- [${id}](/namespaces/${namespace}/workflows/${workflow}) ${nameOf(actor.src)}`;
  });
  const more = running.length - CHILDREN_SHOWN;
  return [
    `**${say('details.openWorkflows', 'Open workflows')}** (${running.length})\n`,
    ...lines,
    ...(more > 0
      ? [
          `- ${say('details.moreWorkflows', 'and {count} more: see Relationships', { count: more })}`,
        ]
      : []),
  ].join('\n');
}
