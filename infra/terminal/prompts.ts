import checkbox from '@inquirer/checkbox';
import input from '@inquirer/input';
import select from '@inquirer/select';
import type { Prompts } from '../../services/cli/index.ts';

/** Asks at the terminal of this process; on standard error, so that standard output stays a result. */
export function terminalPrompts(signal: AbortSignal): Prompts {
  const context = { output: process.stderr, signal };
  return {
    choose: (message, choices) => select({ message, choices: [...choices] }, context),
    chooseSeveral: (message, choices) =>
      checkbox({ message, required: true, choices: choices.map((value) => ({ value })) }, context),
    type: (message, check) =>
      input({ message, validate: (answer) => check(answer) ?? true }, context),
  };
}

/** Whether an error says that a person had enough of being asked. */
export function isPromptLeft(error: unknown): boolean {
  return error instanceof Error && ['ExitPromptError', 'AbortPromptError'].includes(error.name);
}
