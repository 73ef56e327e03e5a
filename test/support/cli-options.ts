import { certification, machines } from '../../machines/index.ts';
import type { CliOptions } from '../../services/cli/index.ts';

const absent = () =>
  Promise.reject(new Error('this command asks for a server that it was not given'));

/** What a command line is tried out with: everything it is not given fails when it is asked for. */
export function cliOptions(given: Partial<CliOptions>): CliOptions {
  return {
    ...{ tenant: 'acme-cert', taskQueue: 'certification', namespace: 'default' },
    keyRing: undefined,
    ...{ streamReplicas: 1, calendarUrl: 'http://127.0.0.1:0', isWebhookLoopbackAllowed: false },
    ...{ contract: certification.contract, machines },
    ...{ uiUrl: undefined, hasColor: false, examine: absent },
    write: () => undefined,
    setExitCode: () => undefined,
    publicKeys: () => [],
    signal: new AbortController().signal,
    ...{
      withLog: absent,
      withWritableLog: absent,
      withConnection: absent,
      withTemporal: absent,
      withReplay: absent,
      withScenarioServers: absent,
    },
    ...given,
  };
}
