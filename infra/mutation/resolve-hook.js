// Tests import `@jest/globals`; outside Jest that is jest-globals.js.
const globals = new URL('jest-globals.js', import.meta.url).href;

/** Asked by Node for every import. */
export const resolve = (specifier, context, next) =>
  specifier === '@jest/globals' ? { url: globals, shortCircuit: true } : next(specifier, context);
