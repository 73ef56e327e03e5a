import type { RefusalView } from '../../../machines/engine/index.ts';
import type { CliOptions } from '../options.ts';
import { line, styled } from '../text.ts';

/** Why a command is refused, and what is possible instead. */
export function refusalLines(
  options: Pick<CliOptions, 'hasColor'>,
  id: string,
  { command, code, state, rules, faults, possible }: RefusalView,
): readonly string[] {
  const isBare = rules.length === 0 && faults.length === 0;
  return [
    `${styled(options, 'red', `${command} is refused`)} (${code})`,
    ...rules.map(({ id: rule, clause, text }) =>
      line('rule', [rule, clause && `(${clause})`, text && `– ${text}`].filter(Boolean).join(' ')),
    ),
    ...faults.map((fault) => line('why', fault)),
    ...(isBare ? [line('why', 'not possible in this state')] : []),
    line('state', state === '' ? 'not started' : state),
    line(
      'possible',
      possible.length === 0
        ? 'nothing'
        : possible.map((one) => `${one.command} (${one.roles.join(', ')})`).join(', '),
    ),
    line('more', `certway allowed ${id}`),
  ];
}
