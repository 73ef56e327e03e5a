import { z } from 'zod';
import { warmUp } from '../../../machines/engine/index.ts';
import { review } from '../review-machine.ts';

z.config(z.locales.en());
export const preloaded = [review].map(warmUp);
