export { type FakeActivity, type Runner, createRunner } from './runner.ts';
