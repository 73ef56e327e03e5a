import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { StartError } from '../../../../infra/start-error.ts';
import { isRunning, knownProcess, stopProcess } from '../../../../infra/stack/known-process.ts';
import { openProgramGroup, type ProgramGroup } from '../../../../infra/stack/program-group.ts';
import { killRegistered, openRegister } from '../../../../infra/stack/program-register.ts';
import type { ProgramSpec } from '../../../../infra/stack/program.ts';
import { waitUntil } from '../../../../infra/wait-until.ts';

let dataDir: string;
let group: ProgramGroup;
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'certway-programs-'));
  group = await openProgramGroup({
    dataDir,
    logFolder: dataDir,
    report: () => undefined,
    signal: undefined,
  });
});
afterEach(async () => {
  await group.stop();
  rmSync(dataDir, { recursive: true });
});

/** A program of Node that says `ready` and runs until it is told to end. */
const node = (name: string, script: string, changes: Partial<ProgramSpec> = {}): ProgramSpec => ({
  name,
  command: process.execPath,
  args: ['-e', `${script}\nsetInterval(() => {}, 1000);`],
  ready: { message: 'ready' },
  readyWithinMs: 10_000,
  graceMs: 10_000,
  ...changes,
});
const sayReady = "process.send('ready');";
const logEnd = (name: string) =>
  `process.on('SIGTERM', () => { require('node:fs').appendFileSync(${JSON.stringify(
    join(dataDir, 'ends'),
  )}, '${name} '); process.exit(); });`;

const register = () => {
  const text = readFileSync(join(dataDir, 'programs.json'), 'utf8');
  return JSON.parse(text) as { owner: object; programs: { name: string; pid: number }[] };
};

describe('program', () => {
  it('given a program that says it is ready, when started, then it runs in a group of its own and is registered', async () => {
    const program = group.add(node('worker', sayReady));
    await program.start();
    expect(register()).toMatchObject({
      owner: knownProcess(process.pid),
      programs: [{ name: 'worker', ...knownProcess(program.pid) }],
    });
    expect(() => process.kill(-program.pid, 0)).not.toThrow();
    await program.stop();
    expect(knownProcess(program.pid)).toBeUndefined();
    expect(register().programs).toEqual([]);
  });

  it('given three programs, when the group is stopped, then they end in the opposite order', async () => {
    for (const name of ['nats', 'temporal', 'worker']) {
      await group.add(node(name, `${logEnd(name)}${sayReady}`)).start();
    }
    await group.stop();
    expect(readFileSync(join(dataDir, 'ends'), 'utf8')).toBe('worker temporal nats ');
  });

  it('given a look at its service, when it succeeds, then the program is ready', async () => {
    let looks = 0;
    const ready = () => {
      looks += 1;
      if (looks === 2) throw new Error('connection refused');
      return Promise.resolve(looks === 4);
    };
    await group.add(node('server', '', { ready })).start();
    expect(looks).toBe(4);
  });

  it('given a program that ends at once, when started, then the fault has the end of its log', async () => {
    writeFileSync(join(dataDir, 'server.log'), 'of a former run\n');
    const script = "console.error('listen: address in use'); process.exit(3);";
    const started = group.add(node('server', script)).start();
    await expect(started).rejects.toMatchObject({
      code: 'PROGRAM_FAILED',
      message: `server ended (exit code 3); see ${dataDir}/server.log\n  listen: address in use`,
    });
  });

  it('given a command that is not there, when started, then the fault says so', async () => {
    const started = group.add(node('server', '', { command: '/nowhere/server' })).start();
    await expect(started).rejects.toThrow(
      /^server cannot be run \(spawn \/nowhere\/server ENOENT\)/,
    );
    expect(register().programs).toEqual([]);
  });

  it('given a program that does not become ready, when time is over, then it is stopped', async () => {
    const program = group.add(node('server', '', { readyWithinMs: 200 }));
    await expect(program.start()).rejects.toThrow(/^server is not ready after 0\.2 s; see /);
    expect(knownProcess(program.pid)).toBeUndefined();
  });

  it('given a program that ignores SIGTERM, when stopped, then it is killed after its grace', async () => {
    const script = `process.on('SIGTERM', () => {});${sayReady}`;
    const program = group.add(node('stubborn', script, { graceMs: 200 }));
    await program.start();
    await program.stop();
    expect(knownProcess(program.pid)).toBeUndefined();
  });

  it('given a running program, when its process is killed from outside, then that is a failure; by the owner, it is not', async () => {
    const failures: StartError[] = [];
    void group.failure.then((failure) => failures.push(failure));
    const program = group.add(node('worker', sayReady));
    await program.start();
    program.kill('SIGKILL');
    await program.start();
    expect(failures).toEqual([]);
    process.kill(program.pid, 'SIGKILL');
    expect((await group.failure).message).toMatch(/^worker ended \(SIGKILL\)/);
  });

  it('given a program that was held, when let go, then it runs on', async () => {
    const program = group.add(node('worker', sayReady));
    await program.start();
    const { pid } = program;
    program.kill('SIGSTOP');
    program.kill('SIGCONT');
    await expect(program.start()).rejects.toThrow('worker runs already');
    expect(program.pid).toBe(pid);
  });

  it('given another environment, when started, then the program has that one only', async () => {
    const script = `console.log(Object.keys(process.env).join());${sayReady}`;
    const environment = { CERTWAY_TENANT: 'other' };
    await group.add(node('worker', script, { environment })).start();
    expect(readFileSync(join(dataDir, 'worker.log'), 'utf8')).toBe('CERTWAY_TENANT\n');
  });
});

describe('register of programs', () => {
  const silent = () => undefined;

  it('given an owner that runs, when another wants the folder, then it is refused', async () => {
    await expect(openRegister(dataDir, silent)).rejects.toMatchObject({
      code: 'DATA_FOLDER_IN_USE',
      message: `The data folder ${dataDir} is in use by process ${process.pid}: stop that one first.`,
    });
  });

  const forgeOwner = (changes: object) => {
    const path = join(dataDir, 'programs.json');
    writeFileSync(path, JSON.stringify({ ...register(), ...changes }));
  };

  it('given a dead owner, when the folder is opened, then what it left is ended and told', async () => {
    const program = group.add(node('worker', sayReady));
    await program.start();
    forgeOwner({ owner: { pid: process.pid, startedAt: 'another boot:1' } });
    const lines: string[] = [];
    const opened = await openRegister(dataDir, (line) => lines.push(line));
    expect(knownProcess(program.pid)).toBeUndefined();
    expect(lines).toEqual([
      `ending worker (process ${program.pid}), left over from a start that was killed`,
    ]);
    opened.close();
  });

  it('given an id that another process has now, when the folder is opened, then that one is left alone', async () => {
    const bystander = group.add(node('bystander', sayReady));
    await bystander.start();
    const stranger = {
      name: 'temporal',
      graceMs: 1,
      pid: bystander.pid,
      startedAt: 'another boot:1',
    };
    forgeOwner({ owner: { pid: 1, startedAt: 'another boot:1' }, programs: [stranger] });
    const opened = await openRegister(dataDir, silent);
    expect(knownProcess(bystander.pid)).toBeDefined();
    opened.close();
  });

  it('given a file cut by a power failure, when the folder is opened, then it is taken', async () => {
    writeFileSync(join(dataDir, 'programs.json'), '{"owner":{"pid":1,');
    const opened = await openRegister(dataDir, silent);
    expect(register().programs).toEqual([]);
    opened.close();
  });

  it('given an id that another process has now, when killed at once, then that one is left alone', async () => {
    const bystander = group.add(node('bystander', sayReady));
    await bystander.start();
    const stranger = {
      name: 'temporal',
      graceMs: 1,
      pid: bystander.pid,
      startedAt: 'another boot:1',
    };
    forgeOwner({ programs: [stranger] });
    killRegistered(dataDir);
    const isGone = () => knownProcess(bystander.pid) === undefined;
    expect(await waitUntil(isGone, { withinMs: 300 })).toBe(false);
  });

  it('given registered programs, when killed at once, then all are gone', async () => {
    const programs = [group.add(node('nats', sayReady)), group.add(node('worker', sayReady))];
    for (const program of programs) await program.start();
    killRegistered(dataDir);
    const areGone = () => programs.every(({ pid }) => knownProcess(pid) === undefined);
    expect(await waitUntil(areGone, { withinMs: 10_000 })).toBe(true);
  });
});

describe('known process', () => {
  it('given a process, when looked at twice, then it is the same; an unknown id is none', () => {
    const own = knownProcess(process.pid);
    expect(own).toBeDefined();
    expect(own && isRunning(own)).toBe(true);
    expect(isRunning({ pid: process.pid, startedAt: 'another boot:1' })).toBe(false);
    expect(knownProcess(2 ** 22 + 1)).toBeUndefined();
  });

  it('given one that is gone, when stopped, then nothing happens', async () => {
    const program = group.add(node('worker', sayReady));
    await program.start();
    const known = knownProcess(program.pid);
    await program.stop();
    await expect(known && stopProcess(known, 1000)).resolves.toBeUndefined();
  });
});
