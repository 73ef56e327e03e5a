import { say } from '../../machines/text/index.ts';
import type { Config } from '../config/index.ts';
import { loopback } from './ports.ts';

/** What the next steps are made of. */
export interface NextStepsOptions {
  readonly config: Config;
  /** Absent when the UI is somewhere else. */
  readonly uiUrl: string | undefined;
  /** The `temporal` executable as it can be typed. */
  readonly temporalCommand: string;
  readonly workflowType: string;
  /** Run whose input the start form shows. */
  readonly templateRunId: string;
  /** An input with which a journey can be started. */
  readonly journeyInput: unknown;
  /** Payload that closes a nonconformity. */
  readonly closeNonconformity: unknown;
}

/** The link that opens the start form with type, queue and input filled in. */
function startFormPath(
  { namespace, taskQueue }: Config,
  run: { readonly workflowType: string; readonly runId: string },
): string {
  const query = new URLSearchParams({ ...run, taskQueue });
  return `/namespaces/${namespace}/workflows/start-workflow?${query.toString()}`;
}

const quote = (value: unknown): string => `'${JSON.stringify(value).replaceAll("'", `'\\''`)}'`;

/** The CLI's own defaults are left out. */
function connectionFlags({ temporalAddress, namespace }: Config): readonly string[] {
  const isUsual = temporalAddress === undefined || temporalAddress === '127.0.0.1:7233';
  return [
    ...(isUsual ? [] : ['--address', temporalAddress]),
    ...(namespace === 'default' ? [] : ['--namespace', namespace]),
  ];
}

function labelled(rows: readonly (readonly [label: string, text: string])[]): readonly string[] {
  const width = Math.max(...rows.map(([label]) => label.length)) + 3;
  return rows.map(([label, text]) => `${label.padEnd(width)}${text}`);
}

/** What to open and what to type next, as text for a terminal. */
export function nextSteps(options: NextStepsOptions): string {
  const {
    config,
    workflowType,
    uiUrl = say('cli.addressOfUi', '<address of the Temporal UI>'),
  } = options;
  const form = startFormPath(config, { workflowType, runId: options.templateRunId });
  const temporal = (...args: readonly string[]) =>
    [options.temporalCommand, 'workflow', ...args, ...connectionFlags(config)].join(' ');
  const start = ['--type', workflowType, '--task-queue', config.taskQueue];
  return [
    ...labelled([
      [say('start.ui', 'Temporal UI'), uiUrl],
      [say('start.form', 'Start a journey'), `${uiUrl}${form}`],
      [
        say('start.register', 'Public register'),
        `http://${loopback}:${String(config.registerPort)}/certificates`,
      ],
    ]),
    '',
    say('start.terminal', 'Or, in another terminal:'),
    `  1. ${say('start.step1', 'start a journey')}`,
    `     ${temporal('start', '--workflow-id', 'globex-27001', ...start, '--input', quote(options.journeyInput))}`,
    `  2. ${say('start.step2', 'watch its events')}`,
    '     npm run certway -- events --follow',
    `  3. ${say('start.step3', 'close a nonconformity, once one is raised')}`,
    `     ${temporal('signal', '--workflow-id', 'globex-27001/nc-s2-001', '--name', 'closeNonconformity', '--input', quote(options.closeNonconformity))}`,
    `  4. ${say('start.step4', 'serve the calendar of due dates and send webhooks')}`,
    '     npm run consumers',
    '',
    say('start.ctrlC', 'Ctrl-C stops everything; the data stays.'),
  ].join('\n');
}
