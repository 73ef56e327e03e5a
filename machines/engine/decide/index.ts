export { allowed, why, type Allowed, type AllowedCommand, type Explanation } from './explain.ts';
export { type CommandVerdict, check, judge, routeOf, routedCommands } from './command.ts';
export { contractFault } from './contract-fault.ts';
export { type Decision, decide } from './decide.ts';
export { type FoundCommands, foundInLog, idsToLookUp, isUnknown } from './long-ago.ts';
export { LARGEST_MESSAGE_BYTES, sizeFault } from './event-size.ts';
export { FailingInput } from './set-aside.ts';
export { type Answer, type Outcome } from './verdict.ts';
export {
  type Citation,
  type PossibleCommand,
  type Refusal,
  objections,
  possibleCommands,
  reasonText,
  recalled,
  refusalView,
  type RefusalView,
  citationText,
  refusalText,
  stateOf,
  statePath,
} from './refusal.ts';
