import { z } from 'zod';
import { warmUp } from '../../../machines/engine/index.ts';
import { order, parcel } from '../order-machine.ts';

z.config(z.locales.en());
export const preloaded = [order, parcel].map(warmUp);
