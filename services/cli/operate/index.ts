import type { Command } from 'commander';
import { addFanOut } from '../fan-out/index.ts';
import type { CliOptions } from '../options.ts';
import { addAllowed } from './allowed.ts';
import { addDo } from './do.ts';
import { addLinks } from './links.ts';
import { addList } from './list.ts';
import { addShow } from './show.ts';
import { addStart } from './start.ts';
import { addTasks } from './tasks.ts';
import { addWhy } from './why.ts';

export { orderOf } from './order.ts';

/** What operators do with journeys: start them, see where they stand, give commands. */
export function addOperate(program: Command, options: CliOptions): void {
  addStart(program, options);
  addList(program, options);
  addLinks(program, options);
  addTasks(program, options);
  addShow(program, options);
  addAllowed(program, options);
  addWhy(program, options);
  addDo(program, options);
  addFanOut(program, options);
}
