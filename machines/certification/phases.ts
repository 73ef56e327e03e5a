import type { Phase } from '../engine/index.ts';

/** The phases of a journey: they are not simply the states at the top. */
export const phases: readonly Phase[] = [
  { name: 'selection', sign: /^selection/ },
  { name: 'application', sign: /^application/ },
  { name: 'pre-audit', sign: /^preAudit/ },
  { name: 'stage 1', sign: /^stage1/ },
  { name: 'stage 2', sign: /^stage2/ },
  { name: 'corrective action', sign: /^correctiveAction/ },
  { name: 'decision', sign: /^(decision|reopened\/(completing|decision))/ },
  { name: 'accreditation', sign: /^(reopened\/)?accreditation/ },
  { name: 'certified', sign: /^certified.*certificate\/granted/ },
  { name: 'surveillance 1', sign: /^certified.*cycle\/surveillance1/ },
  { name: 'surveillance 2', sign: /^certified.*cycle\/surveillance2/ },
  { name: 'recertification', sign: /^certified.*cycle\/recertification/ },
];
