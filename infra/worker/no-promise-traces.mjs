// Preloaded into a worker's process and its threads (`node --import`): without these hooks the SDK takes no stack trace
// of every promise that a workflow makes, which costs a fifth of the worker's CPU and serves the query `__stack_trace`
// alone. Errors keep their traces.
import v8 from 'node:v8';

v8.promiseHooks = undefined;
