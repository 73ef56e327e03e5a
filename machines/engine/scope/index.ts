export {
  type Computed,
  type Identity,
  initial,
  next,
  type ResolvedAction,
  revive,
  type Scope,
  scopeOf,
} from './scope.ts';
