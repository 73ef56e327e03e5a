import { z } from 'zod';
import { warmUp } from '../../../machines/engine/index.ts';
import { machines } from '../machines.ts';

z.config(z.locales.en());
export const preloaded = machines.map(warmUp);
