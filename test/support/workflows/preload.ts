import { z } from 'zod';
import { warmUp } from '../../../machines/engine/index.ts';
import { machines } from '../machines.ts';
import { machineOf } from '../random-machines.ts';

z.config(z.locales.en());
// All random machines have one contract, whose schemas are shared.
const random = machineOf({
  ...{ kind: 'compound', isDeep: false, invokes: false },
  ...{ children: [], entry: [], exit: [], transitions: [] },
});
export const preloaded = [...machines, random].map(warmUp);
