import { z } from 'zod';
import { warmUp } from '../machines/engine/index.ts';
import { machines } from '../machines/index.ts';

// Set before the modules are frozen; zod would do so at first use.
z.config(z.locales.en());

/** Ids of the machines that all workflows of a worker share: a quarter of the memory per cached workflow. */
export const preloaded = machines.map(warmUp);
