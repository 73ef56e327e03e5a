// What the tests of rules and calendar use of Jest, without Jest: they are collected, and run when the runner says so.
import { expect } from 'expect';

/** Tests in the order in which they were told: `name` and `run`. */
export const tests = [];
let around = [];

function describe(name, body) {
  around = [...around, name];
  body();
  around = around.slice(0, -1);
}

function it(name, run) {
  tests.push({ name: [...around, name].join(' > '), run });
}

it.each = (rows) => (name, run) => {
  rows.forEach((row, index) => {
    const values = Array.isArray(row) ? row : [row];
    it(`${name} (${String(index + 1)})`, () => run(...values));
  });
};

export { describe, expect, it };
