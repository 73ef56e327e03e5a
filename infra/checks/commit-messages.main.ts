/** Fails when a commit that HEAD reaches has a message that breaks the convention. */
import { spawnSync } from 'node:child_process';
import { faultsOf } from './commit-message.ts';

function git(...args: string[]): { readonly ok: boolean; readonly text: string } {
  const { status, stdout, stderr } = spawnSync('git', args, {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  return { ok: status === 0, text: status === 0 ? stdout : stderr };
}

function commits(): readonly string[] {
  if (!git('rev-parse', '--verify', '--quiet', 'HEAD').ok) {
    const repository = git('rev-parse', '--git-dir');
    if (!repository.ok) throw new Error(repository.text);
    return [];
  }
  const log = git('log', '-z', '--no-merges', '--format=%h%n%B', 'HEAD');
  if (!log.ok) throw new Error(log.text);
  return log.text.split('\0').filter((commit) => commit !== '');
}

const checked = commits();
for (const commit of checked) {
  const [hash = '', ...lines] = commit.trimEnd().split('\n');
  for (const fault of faultsOf(lines.join('\n'))) {
    process.stderr.write(`${hash} ${lines[0] ?? ''}\n  ${fault}\n`);
    process.exitCode = 1;
  }
}
process.stdout.write(`${checked.length} commit messages read\n`);
