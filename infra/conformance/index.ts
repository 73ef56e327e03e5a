export { matrixOf, summaryOf, type Matrix, type Row } from './matrix.ts';
export { conformancePage } from './page.ts';
export { readRuleList, type ListedRule } from './rule-list.ts';
export { ruleTestsIn, runRuleTests, type Report, type RuleTest } from './rule-tests.ts';
