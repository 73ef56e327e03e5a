import { say } from '../../../machines/text/index.ts';

/** Paragraphs below the options of a command, for `addHelpText('after', …)`. */
export function below(...paragraphs: readonly string[]): string {
  return `\n${paragraphs.join('\n\n')}`;
}

/** Commands as they are typed, the same in every language, below their heading. */
export function examples(...commands: readonly string[]): string {
  const heading = say('cli.help.examples', '{count, plural, one {Example:} other {Examples:}}', {
    count: commands.length,
  });
  return [heading, ...commands.map((command) => `  ${command}`)].join('\n');
}
