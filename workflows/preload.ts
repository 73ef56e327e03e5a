import { z } from 'zod';
import { warmUp } from '../machines/engine/index.ts';
import { machines } from '../machines/index.ts';
import { speak, type Catalogue } from '../machines/text/index.ts';
import { runMachine } from './engine/index.ts';

// Set before the modules are frozen; zod would do so at first use.
z.config(z.locales.en());

/** Set before the bundle by a worker that speaks another language than English. */
declare const CERTWAY_TEXTS: Catalogue | undefined;
if (typeof CERTWAY_TEXTS !== 'undefined') speak(CERTWAY_TEXTS);

/** What all workflows of a worker share, the engine and the machines: a quarter of the memory per cached workflow. */
export const preloaded = [runMachine, ...machines.map(warmUp)];
