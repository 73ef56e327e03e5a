/** What answers one hazard of running XState durably, taken away, and the tests that have to notice. */
export interface Plant {
  /** The hazard, as `test/unit/machines/engine/hazards.test.ts` and its neighbours know it. */
  readonly hazard: string;
  readonly file: string;
  readonly answer: string;
  readonly planted: string;
  /** Unit tests, by path. */
  readonly tests: readonly string[];
}

const engine = 'test/unit/machines/engine';
const at = (...names: readonly string[]) => names.map((name) => `${engine}/${name}.test.ts`);

export const plants: readonly Plant[] = [
  {
    hazard: 'XState changes by itself',
    file: 'package.json',
    answer: '"xstate": "5.33.3"',
    planted: '"xstate": "^5.33.3"',
    tests: at('hazards'),
  },
  {
    hazard: 'a restored machine has lost its timers',
    file: 'machines/engine/migration/persist.ts',
    answer: 'const plain = { ...state, snapshot, seen: recordOf(state.seen) };',
    planted: 'const plain = { ...state, snapshot, seen: recordOf(state.seen), timers: {} };',
    tests: at('hazards', 'persist'),
  },
  {
    hazard: 'a restored machine has lost a child and says nothing',
    file: 'machines/engine/migration/persist.ts',
    answer: 'if (problems.length > 0) throw',
    planted: 'if (problems.length > 99) throw',
    tests: at('hazards', 'persist'),
  },
  {
    hazard: 'ids depend on the process',
    file: 'machines/engine/scope/scope.ts',
    answer: '`${entity}:${String(count++)}`',
    planted: '`${entity}:${String(performance.now())}`',
    tests: at('hazards'),
  },
  {
    hazard: 'a deadline that has passed loses to a later input',
    file: 'machines/engine/decide/decide.ts',
    answer: '  elapse(course);\n  const outcomes = inputs.map',
    planted: '  const outcomes = inputs.map',
    tests: at('decide', 'timers'),
  },
  {
    hazard: 'a command that comes twice counts twice',
    file: 'machines/engine/decide/command.ts',
    answer: 'const seen = lookUp(state.seen, input.id) ?? found;',
    planted: 'const seen = found;',
    tests: at('decide'),
  },
  {
    hazard: 'what a guard throws passes for a refusal',
    file: 'machines/engine/scope/scope.ts',
    answer: 'throw explained(machine, snapshot, error);',
    planted: 'return { snapshot, actions: [], unnamed: call.identity.unnamed };',
    tests: at('decide', 'step', 'hazards'),
  },
  {
    hazard: 'a signal in the wrong state is lost without a trace',
    file: 'machines/engine/decide/verdict.ts',
    answer: "input.via === 'signal' && !UNRECORDED.has(refusal.code)",
    planted: "input.via === 'signal' && UNRECORDED.has(refusal.code)",
    tests: at('decide', 'refusal'),
  },
  {
    hazard: 'the state grows with every command',
    file: 'machines/engine/state/seen.ts',
    answer: 'link && entries.length < SEEN_LIMIT',
    planted: 'link',
    tests: at('hazards'),
  },
  {
    hazard: 'a changed graph looks like the same machine',
    file: 'machines/engine/registration/register.ts',
    answer: 'hashOf(JSON.parse(JSON.stringify(logic.config, shape)))',
    planted: 'hashOf(JSON.parse(JSON.stringify(logic.config.id)))',
    tests: at('register', 'hash', 'migration'),
  },
  {
    hazard: 'a restored state shares its data with the one it came from',
    file: 'machines/engine/migration/persist.ts',
    answer: 'const copy = JSON.parse(JSON.stringify(persisted)) as PersistedState;',
    planted: 'const copy = persisted;',
    tests: at('persist', 'hazards'),
  },
  {
    hazard: 'a circle of eventless transitions hangs the task',
    file: 'machines/engine/registration/register.ts',
    answer: 'logic.options.maxIterations = LONGEST_STEP;',
    planted: 'logic.options.maxIterations = 100_000_000;',
    tests: at('step', 'decide', 'register'),
  },
  {
    hazard: 'the result of an activity that ran before the state was carried is lost',
    file: 'machines/engine/step/facts.ts',
    answer: 'own(state.actors, key)?.generation === generation',
    planted: 'own(state.actors, key)?.generation === generation + 1',
    tests: at('hazards'),
  },
  {
    hazard: 'the result of an activity that was stopped and started anew counts',
    file: 'machines/engine/step/facts.ts',
    answer: 'own(state.actors, key)?.generation === generation',
    planted: 'own(state.actors, key) !== undefined',
    tests: at('step', 'decide'),
  },
  {
    hazard: 'what JSON leaves out differs before and after a new run',
    file: 'machines/engine/definition/plain.ts',
    answer: "if (value instanceof Date) return 'a Date",
    planted: "if (value instanceof RegExp) return 'a Date",
    tests: at('register-context'),
  },
  {
    hazard: 'made-up names of events reach XState',
    file: 'machines/engine/decide/command.ts',
    answer: "if ('code' in checked) return refuse(machine, state, { input, ...checked });",
    planted: '',
    tests: at('hazards', 'decide'),
  },
  {
    hazard: 'delays elapse without end',
    file: 'machines/engine/decide/decide.ts',
    answer: 'if (count >= TIMER_LIMIT) {',
    planted: 'if (count >= 1_000_000_000) {',
    tests: at('timers', 'decide'),
  },
  {
    hazard: 'a message that comes twice counts twice',
    file: 'machines/engine/decide/verdict.ts',
    answer: 'return !isTaken(state, { from, number: message.number });',
    planted: 'return message.number > 0;',
    tests: at('messages', 'decide'),
  },
  {
    hazard: 'a clock in a machine',
    file: 'eslint.config.js',
    answer: "{ object: 'Date', property: 'now', message: 'instants arrive as data' },",
    planted: '',
    tests: ['test/unit/architecture/lint.test.ts'],
  },
  {
    hazard: 'queries spoil the history while a local activity is under way',
    file: 'workflows/engine/held-queries.ts',
    answer: 'localActivities += 1;',
    planted: 'localActivities += 0;',
    tests: ['test/unit/workflows/held-queries.test.ts'],
  },
];
