import { readFileSync } from 'node:fs';
import type { Config } from '../config/index.ts';
import { commandRunner } from '../servers/index.ts';
import { findBrowser } from './find-browser.ts';
import { installChromium } from './install-chromium.ts';

const releaseFile = '/etc/os-release';

function readRelease(): string | undefined {
  try {
    return readFileSync(releaseFile, 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * Finds a Chromium on this machine, and installs one first where that is needed and possible.
 *
 * @param report - receives the progress of an installation, line by line
 * @returns its path
 * @throws StartError `BROWSER_NOT_FOUND`
 */
export function ensureBrowser(
  { chromiumBin }: Pick<Config, 'chromiumBin'>,
  report: (line: string) => void,
): Promise<string> {
  const run = commandRunner();
  const isRoot = process.getuid?.() === 0;
  return findBrowser({
    run,
    given: chromiumBin,
    platform: process.platform,
    install: () => installChromium({ run, release: readRelease(), isRoot, report }),
  });
}
