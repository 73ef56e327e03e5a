// Preloaded into a worker's process and its threads (`node --require`): without these hooks the SDK takes no stack trace
// of every promise that a workflow makes, which costs a fifth of the worker's CPU and serves the query `__stack_trace`
// alone. Errors keep their traces.
'use strict';

require('node:v8').promiseHooks = undefined;
