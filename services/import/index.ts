export { importLog, type Imported, type ImportOptions } from './import.ts';
export { refusalOf } from './refusal.ts';
