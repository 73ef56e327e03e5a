import type { Command } from 'commander';
import type { CliOptions } from '../options.ts';
import { addAt } from './at.ts';
import { addDiagram } from './diagram.ts';
import { addDoctor } from './doctor.ts';
import { addForecast } from './forecast.ts';
import { addWatch } from './watch.ts';

/** Ways to look at journeys: while they move, as they were, as they will be; and at what they run on. */
export function addLook(program: Command, options: CliOptions): void {
  addWatch(program, options);
  addDiagram(program, options);
  addAt(program, options);
  addForecast(program, options);
  addDoctor(program, options);
}
