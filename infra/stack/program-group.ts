import type { StartError } from '../start-error.ts';
import { createProgram } from './program.ts';
import type { Program, ProgramSpec } from './program.ts';
import { openRegister } from './program-register.ts';

/** Programs that are stopped together, in the opposite order of their creation. */
export interface ProgramGroup {
  /** Adds a program that is not started yet. */
  readonly add: (spec: ProgramSpec) => Program;
  /** Stops all, and gives the data folder free. */
  readonly stop: () => Promise<void>;
  /** Resolves when a program ends that was not told to. */
  readonly failure: Promise<StartError>;
}

/** Where a group runs. */
export interface GroupOptions {
  /** Existing folder, which the group has for itself. */
  readonly dataDir: string;
  readonly logFolder: string;
  readonly report: (line: string) => void;
  /** Aborted, it ends the starting of programs; what runs already is stopped by `stop`. */
  readonly signal: AbortSignal | undefined;
}

/**
 * Takes a data folder and ends what a killed owner left there.
 *
 * @throws StartError `DATA_FOLDER_IN_USE` while another group has it
 */
export async function openProgramGroup(options: GroupOptions): Promise<ProgramGroup> {
  const { dataDir, logFolder, signal, report } = options;
  const register = await openRegister(dataDir, report);
  const programs: Program[] = [];
  let fail: (failure: StartError) => void = () => undefined;
  const failure = new Promise<StartError>((resolve) => {
    fail = resolve;
  });
  return {
    failure,
    add: (spec) => {
      const context = { logFolder, register, signal, onUnexpectedEnd: fail };
      const program = createProgram(spec, context);
      programs.push(program);
      return program;
    },
    stop: async () => {
      const faults: unknown[] = [];
      for (const program of programs.toReversed()) {
        await program.stop().catch((fault: unknown) => faults.push(fault));
      }
      // What cannot be stopped stays in the register, for the next start to end.
      if (faults.length > 0) throw faults[0];
      register.close();
    },
  };
}
