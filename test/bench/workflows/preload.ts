import { z } from 'zod';
import { warmUp } from '../../../machines/engine/index.ts';
import { review } from '../review-machine.ts';
import { runMachine } from '../../../workflows/engine/index.ts';

z.config(z.locales.en());
export const preloaded = [runMachine, warmUp(review)];
