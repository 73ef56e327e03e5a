export { actorKind, actorLogic, actorName, kindOf, type Kind } from './actor-logic.ts';
export { enqueued } from './enqueued.ts';
export {
  actionsOf,
  builtInOf,
  codeOf,
  isBuiltIn,
  nameOf,
  nodesOf,
  partsOf,
  transitionsOf,
  type BuiltIn,
  type Implementations,
  type Node,
  type Place,
  type Subject,
  type Targets,
  type Tried,
} from './graph.ts';
export { plainFaults } from './plain.ts';
export { begin, sampleEvents, type Beginning } from './trial.ts';
