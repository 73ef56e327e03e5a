const types = 'build|chore|ci|docs|feat|fix|perf|refactor|revert|style|test';
const scopes = 'machines|workflows|activities|services|infra|test';
const header = new RegExp(`^(?:${types})(?:\\((?:${scopes})\\))?!?: \\S.*[^\\s.]$`);
const headerLength = 100;

/**
 * What is wrong with a commit message.
 *
 * @param message - header, body and footers as git stores them
 * @returns one sentence per fault; empty when there is none
 * @remarks Whether a commit without a scope really touched no folder is not looked at: a shallow
 * clone shows its oldest commit as if it had added every file.
 * @see Conventional Commits 1.0.0
 */
export function faultsOf(message: string): readonly string[] {
  const [first = '', second = ''] = message.split('\n');
  const faults: string[] = [];
  if (!header.test(first)) {
    faults.push(`the header must read <${types}>(<${scopes}>): <what, without a full stop>`);
  }
  if (first.length > headerLength) {
    faults.push(`the header has more than ${headerLength} characters`);
  }
  if (second !== '') faults.push('an empty line must follow the header');
  return faults;
}
