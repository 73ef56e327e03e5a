#!/usr/bin/env node
// `certway` from any folder. Under the name `temporal-cert` on PATH it is `temporal cert`.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { register } from 'tsx/esm/api';

register();
const { keepDataIn } = await import('../config/index.ts');
// What `npm start` keeps lies beside the code, wherever the command is typed.
keepDataIn(join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), '.certway'));
await import('../certway.main.ts');
