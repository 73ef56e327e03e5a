import { z } from 'zod';
import { warmUp } from '../../../../machines/engine/index.ts';
import { machinesById } from '../index.ts';
import { runMachine } from '../../../../workflows/engine/index.ts';

z.config(z.locales.en());
export const preloaded = [runMachine, ...[...machinesById().values()].map(warmUp)];
