export { takeCommands } from './commands.ts';
export { takeCancellation, takeEngineSignals } from './engine-signals.ts';
export { takeQuestions } from './questions.ts';
