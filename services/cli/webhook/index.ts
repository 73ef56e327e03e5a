import { InvalidArgumentError, type Command } from 'commander';
import { say } from '../../../machines/text/index.ts';
import { AddressRefusedError, disabled, enabled, parseUrl } from '../../webhooks/index.ts';
import type { CliOptions } from '../options.ts';
import { add, remove, rotate, test, type AddFlags } from './change.ts';
import { change } from './records.ts';
import { deliveries, list, show } from './show.ts';
import { readTypes } from './read-types.ts';

interface Json {
  readonly json?: true;
}

/** `webhook`: endpoints to which events are sent. */
export function addWebhook(program: Command, options: CliOptions): void {
  const webhook = program
    .command('webhook')
    .description('Endpoints to which npm run consumers sends events (Standard Webhooks).');
  addMaking(webhook, options);
  addLooking(webhook, options);
  addSwitching(webhook, options);
}

function addMaking(webhook: Command, options: CliOptions): void {
  const { machines, isWebhookLoopbackAllowed: allowsLoopback } = options;
  const readUrl = (given: string): string => {
    try {
      return parseUrl(given, { allowsLoopback }).href;
    } catch (error) {
      if (!(error instanceof AddressRefusedError)) throw error;
      throw new InvalidArgumentError(`${error.message}.${hintFor(given)}`);
    }
  };
  webhook
    .command('add')
    .argument('<url>', 'https address that takes POST', readUrl)
    .description('Send events to an address from now on. Its secret is shown only once.')
    .option(
      '-t, --types <list>',
      'only these events, e.g. CertificateIssued,CertificateWithdrawn',
      (given) => readTypes(machines, given),
    )
    .option('--from-beginning', 'also every event that is in the log already')
    .option('--json', 'as one JSON object')
    .action((url: string, flags: AddFlags) => add(options, url, flags));
  webhook
    .command('rotate')
    .argument('<id>')
    .description('Give an endpoint another secret; for a day both sign.')
    .option('--json', 'as one JSON object')
    .action((id: string, flags: Json) => rotate(options, id, flags));
  webhook
    .command('test')
    .argument('<id>')
    .description('Send an event of type org.certway.webhook.Test.v1 and tell what came of it.')
    .option('--json', 'as one JSON object')
    .action((id: string, flags: Json) => test(options, id, flags));
  webhook
    .command('remove')
    .argument('<id>')
    .description('Forget an endpoint with its deliveries and dead letters.')
    .option('--json', 'as one JSON object')
    .action((id: string, flags: Json) => remove(options, id, flags));
}

function addLooking(webhook: Command, options: CliOptions): void {
  webhook
    .command('list')
    .description('List the endpoints.')
    .option('--json', 'one JSON object per line')
    .action((flags: Json) => list(options, flags));
  webhook
    .command('show')
    .argument('<id>')
    .description('Show an endpoint, its events and how its deliveries go.')
    .option('--json', 'as one JSON object')
    .action((id: string, flags: Json) => show(options, id, flags));
  webhook
    .command('deliveries')
    .argument('<id>')
    .description('List the last attempts to deliver, the newest last.')
    .option('--json', 'one JSON object per line')
    .action((id: string, flags: Json) => deliveries(options, id, flags));
}

function addSwitching(webhook: Command, options: CliOptions): void {
  webhook
    .command('disable')
    .argument('<id>')
    .description('Send nothing more; what comes meanwhile waits.')
    .option('--json', 'as one JSON object')
    .action((id: string, { json }: Json) =>
      change(options, { id, json }, (one) => disabled(one, { code: 'operator' }, Date.now())),
    );
  webhook
    .command('enable')
    .argument('<id>')
    .description('Go on where it was disabled.')
    .option('--json', 'as one JSON object')
    .action((id: string, { json }: Json) => change(options, { id, json }, enabled));
}

/** How an address of this machine becomes possible; nothing for any other. */
function hintFor(given: string): string {
  try {
    parseUrl(given, { allowsLoopback: true });
    const hint = say(
      'cli.webhook.loopback',
      'For this machine set {setting}, here and for npm run consumers.',
      { setting: 'CERTWAY_WEBHOOK_LOOPBACK=allow' },
    );
    return ` ${hint}`;
  } catch {
    return '';
  }
}
