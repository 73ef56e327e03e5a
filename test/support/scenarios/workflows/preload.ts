import { z } from 'zod';
import { warmUp } from '../../../../machines/engine/index.ts';
import { machinesById } from '../index.ts';

z.config(z.locales.en());
export const preloaded = [...machinesById().values()].map(warmUp);
