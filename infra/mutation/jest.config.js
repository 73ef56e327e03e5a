// What judges mutants: the quick tests of rules and calendar. Tests that play whole journeys, or walk through
// all zones, would kill more of them, but one by one against hundreds of mutants they take a day.
import jestConfig from '../../jest.config.js';

const unit = jestConfig.projects.find(({ displayName }) => displayName === 'unit');

export default {
  ...unit,
  testMatch: [
    '<rootDir>/test/unit/machines/*/conformance?(-rules).test.ts',
    '<rootDir>/test/unit/machines/calendar/(business-days|dates-again|deadline|local-date|period|zone-names).test.ts',
  ],
};
