export { type CommandVerdict, check, judge, routeOf } from './command.ts';
export { type Answer, type Decision, type Outcome, decide } from './decide.ts';
export {
  type Citation,
  type PossibleCommand,
  type Refusal,
  objections,
  possibleCommands,
  refusalText,
  stateOf,
  statePath,
} from './refusal.ts';
