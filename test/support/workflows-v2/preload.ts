import { z } from 'zod';
import { warmUp } from '../../../machines/engine/index.ts';
import { speak, type Catalogue } from '../../../machines/text/index.ts';
import { orderV2, parcelV2 } from '../order-v2.ts';
import { runMachine } from '../../../workflows/engine/index.ts';

z.config(z.locales.en());
declare const CERTWAY_TEXTS: Catalogue | undefined;
if (typeof CERTWAY_TEXTS !== 'undefined') speak(CERTWAY_TEXTS);
export const preloaded = [runMachine, ...[orderV2, parcelV2].map(warmUp)];
