import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Catalogue } from '../../machines/text/index.ts';
import { StartError } from '../start-error.ts';

/** The language of the sources: its file is generated, as the template of all others. */
export const ENGLISH = 'en';

/** Where the catalogues are, one file for each language. */
const catalogues = import.meta.dirname;

/**
 * The texts of a language.
 * @param folder - where its file lies
 * @returns `undefined` for English, which needs none
 * @throws StartError `CONFIGURATION_INVALID` when there is no such language
 */
export function readCatalogue(language: string, folder = catalogues): Catalogue | undefined {
  if (language === ENGLISH) return undefined;
  const path = join(folder, `${language}.json`);
  if (existsSync(path)) return { language, texts: textsIn(path) };
  throw new StartError(
    'CONFIGURATION_INVALID',
    `CERTWAY_LANG: there is no language ${language}, there are ${languagesIn(folder).join(', ')}`,
  );
}

/** The languages of a folder. */
export function languagesIn(folder = catalogues): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .sort();
}

/** The texts of one file by id. */
export function textsIn(path: string): Catalogue['texts'] {
  return JSON.parse(readFileSync(path, 'utf8')) as Catalogue['texts'];
}
