export { stateDiagrams, type StateDiagram } from './state-diagram.ts';
