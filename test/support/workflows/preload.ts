import { z } from 'zod';
import { warmUp } from '../../../machines/engine/index.ts';
import { speak, type Catalogue } from '../../../machines/text/index.ts';
import { machines } from '../machines.ts';
import { machineOf } from '../random-machines.ts';
import { runMachine } from '../../../workflows/engine/index.ts';

z.config(z.locales.en());
declare const CERTWAY_TEXTS: Catalogue | undefined;
if (typeof CERTWAY_TEXTS !== 'undefined') speak(CERTWAY_TEXTS);
// All random machines have one contract, whose schemas are shared.
const random = machineOf({
  ...{ kind: 'compound', isDeep: false, invokes: false },
  ...{ children: [], entry: [], exit: [], transitions: [] },
});
export const preloaded = [runMachine, ...[...machines, random].map(warmUp)];
