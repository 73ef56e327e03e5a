import { z } from 'zod';
import { warmUp } from '../../../machines/engine/index.ts';
import { orderV2, parcelV2 } from '../order-v2.ts';

z.config(z.locales.en());
export const preloaded = [orderV2, parcelV2].map(warmUp);
