export { chartsOf, type Arrow, type Box, type Chart } from './chart.ts';
export { stateDiagrams, type StateDiagram } from './state-diagram.ts';
