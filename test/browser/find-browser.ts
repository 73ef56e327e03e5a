import { ensureBrowser } from '../../infra/browser/index.ts';
import { readConfig } from '../../infra/config/index.ts';
import { StartError } from '../../infra/start-error.ts';

const say = (line: string) => void process.stderr.write(`${line}\n`);

/** Once before the tests of this tier: names the browser to all of them, or ends the run without one. */
export default async function findBrowser(): Promise<void> {
  try {
    process.env['CERTWAY_CHROMIUM_BIN'] = await ensureBrowser(readConfig(), say);
  } catch (fault) {
    if (!(fault instanceof StartError)) throw fault;
    say(fault.message);
    process.exit(1);
  }
}
