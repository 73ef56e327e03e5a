import type { Command } from 'commander';
import { addCalendar } from './calendar.ts';
import { addDlq } from './dlq.ts';
import { addEvents } from './events.ts';
import { addLog } from './log/index.ts';
import { exitCodesText } from './exit-codes.ts';
import { addLook } from './look/index.ts';
import { addMigrate } from './migrate.ts';
import { addOperate } from './operate/index.ts';
import type { CliOptions } from './options.ts';
import { below, inOwnWords, SpokenCommand, withSpokenHelp } from './help/index.ts';
import { addPlay } from './play.ts';
import { addWebhook } from './webhook/index.ts';
import { addSubject } from './subject.ts';

/** The command line `certway`. */
export function createProgram(options: CliOptions): Command {
  const program = withSpokenHelp(new SpokenCommand('certway'))
    .description('Certification journeys: what is done with them, their events and their log.')
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .addHelpText('after', below(exitCodesText()));
  addOperate(program, options);
  addLook(program, options);
  addEvents(program, options);
  addCalendar(program, options);
  addWebhook(program, options);
  addDlq(program, options);
  addLog(program, options);
  addMigrate(program, options);
  addSubject(program, options);
  addPlay(program, options);
  return inOwnWords(program);
}
