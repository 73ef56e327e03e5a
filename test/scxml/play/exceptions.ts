/** Who does not do what a scenario asks for. */
export interface Exception {
  readonly by: 'XState' | 'engine' | 'conversion';
  readonly reason: string;
}

const microstep = 'while states are left and entered, XState does not yet tell which are active';
const human = 'the suite has a human read its log';

/**
 * Scenarios that do not pass, and why. What is listed and passes all the same is a fault of the list.
 *
 * `test236`, the smallest case in which the engine differs: a state invokes a child that sends `a` to its parent and
 * ends at once; the state is left on `a`. XState has the child's end in its mailbox by then and hands it to the next
 * state. The engine has forgotten the child when it leaves the state, and what a forgotten child says is dropped:
 * between workflows nobody can tell an end before the stop from one after it.
 */
export const exceptions: Readonly<Record<string, Exception>> = {
  'error/error': { by: 'conversion', reason: 'the place of an error in the document is not kept' },
  'script-src/test3': {
    by: 'XState',
    reason:
      'a function changes the data outside of an assignment: context is replaced, not changed',
  },
  'w3c-ecma/test236.txml': {
    by: 'engine',
    reason: 'the end of a child is dropped when its state was left before the end arrives',
  },
  'w3c-ecma/test250.txml': { by: 'conversion', reason: human },
  'w3c-ecma/test307.txml': { by: 'conversion', reason: human },
  'w3c-ecma/test344.txml': { by: 'XState', reason: 'a guard that fails raises no event' },
  'w3c-ecma/test409.txml': { by: 'XState', reason: microstep },
  'w3c-ecma/test411.txml': { by: 'XState', reason: microstep },
  'w3c-ecma/test554.txml': {
    by: 'XState',
    reason: 'the input of an invocation that fails ends the machine instead of the invocation',
  },
  'w3c-ecma/test579.txml': { by: 'XState', reason: 'a history state has no actions of its own' },
};
