import {
  citationText,
  errorText,
  faultText,
  type RefusalView,
} from '../../../machines/engine/index.ts';
import { say } from '../../../machines/text/index.ts';
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
    `${styled(options, 'red', say('cli.isRefused', '{command} is refused', { command }))} (${code})`,
    ...rules.map((rule) => line('rule', citationText(rule))),
    ...faults.map((fault) => line('why', faultText(fault))),
    ...(isBare ? [line('why', say('refusal.notInThisState', 'not possible in this state'))] : []),
    ...(rules.length > 0 || isBare ? [] : [line('remedy', errorText(code, 'remedy'))]),
    line('state', state === '' ? say('refusal.notStarted', 'not started') : state),
    line(
      'possible',
      possible.length === 0
        ? say('refusal.nothing', 'nothing')
        : possible.map((one) => `${one.command} (${one.roles.join(', ')})`).join(', '),
    ),
    line('more', `certway allowed ${id}`),
  ];
}
