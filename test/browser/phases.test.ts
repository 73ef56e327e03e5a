import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { workerProgram } from '../../infra/stack/index.ts';
import { railLine, railOf } from '../../machines/engine/index.ts';
import { certification, machines } from '../../machines/index.ts';
import { createProgram } from '../../services/cli/index.ts';
import { savedLinks } from '../../services/journeys/index.ts';
import { cliOptions } from '../support/cli-options.ts';
import { until } from '../support/engine-client.ts';
import { connectJourneys, pastCase, type Journeys } from '../support/journey-client.ts';
import { startTestStack, type TestStack } from '../support/stack.ts';
import { resumeThirdYear } from './third-year.ts';
import { listedWorkflows, openDetails, openUi, type Ui } from './ui.ts';

const journey = 'globex-27001';
/** So long ago that its first surveillance lies behind. */
const past = { day: 385, ago: 2 };
const first = pastCase('worked-case', past);
const years = pastCase('worked-case-years', past);
const maintained = years.steps.findIndex(({ command }) => command === 'maintainCertification');
const steps = [...first.steps, ...years.steps.slice(0, maintained + 1)];
const chair = { id: 'p-1', role: 'panelMember' };
const last = 'recertification';
/** Every phase that a journey reaches without waiting for the years to come. */
const phases = certification.phases.map(({ name }) => name).filter((name) => name !== last);

let stack: TestStack;
let journeys: Journeys;
let ui: Ui;
const closers: (() => Promise<void>)[] = [];
let played = 0;

beforeAll(async () => {
  stack = await startTestStack({ isHeadless: false });
  closers.push(stack.stop);
  await stack.run(workerProgram(stack.config));
  journeys = await connectJourneys(stack);
  closers.push(journeys.close);
  ui = await openUi(stack.uiUrl ?? '', stack.config.namespace);
  closers.push(ui.close);
  await journeys.begin(first, journey);
});
afterAll(async () => {
  for (const close of closers.reverse()) await close();
});

const hereIn = (path: string) =>
  railOf(certification, path).find(({ standing }) => standing === 'here')?.name ?? '';
const pathNow = async () => (await journeys.state(journey)).path;

/** Gives the commands of the case until the journey stands in a phase. */
async function playTo(phase: string): Promise<void> {
  while (hereIn(await pathNow()) !== phase) {
    const step = steps[played];
    if (!step) throw new Error(`the case never comes to ${phase}`);
    await journeys.play([step], journey);
    played += 1;
  }
}

/** Gives the commands of the case up to one of them. */
async function playUntil(command: string): Promise<void> {
  while (steps[played]?.command !== command) {
    await journeys.play(steps.slice(played, played + 1), journey);
    played += 1;
  }
}

interface Shown {
  readonly name: string;
  readonly url: string;
  readonly query: string;
}

/** What `certway links` prints. */
async function printedLinks(): Promise<readonly Shown[]> {
  const lines: string[] = [];
  const { uiUrl } = stack;
  const options = cliOptions({ uiUrl, write: (line) => void lines.push(line) });
  await createProgram(options).parseAsync(['node', 'certway', 'links', '--json']);
  return lines.map((line) => JSON.parse(line) as Shown);
}

/** Opens a list. @returns the workflows that the page shows, once those are there that the server finds */
async function shownBy({ name, url, query }: Shown): Promise<readonly string[]> {
  const wanted = new Set<string>();
  for await (const { workflowId } of journeys.client.workflow.list({ query })) {
    wanted.add(workflowId);
  }
  let shown: readonly string[] = [];
  await ui.watched(`list ${name}`, async () => {
    await ui.open(url);
    const isComplete = (ids: readonly string[]) => ids.join() === [...wanted].sort().join();
    shown = await until(() => listedWorkflows(ui, wanted.size), isComplete);
  });
  return shown;
}

/** Plays to a phase and looks at the page. */
async function shows(phase: string): Promise<void> {
  await playTo(phase);
  await seen(journey, phase);
}

/** Looks at the page of a journey that stands in a phase, and keeps a picture of it. */
async function seen(entity: string, phase: string): Promise<void> {
  const { path } = await journeys.state(entity);
  await ui.watched(`phase ${phase}`, async () => {
    await ui.openWorkflow(entity);
    const details = await openDetails(ui);
    await details.getByRole('heading', { name: `${entity}: ${path}` }).waitFor();
    const rail = railLine(railOf(certification, path));
    expect(rail).toContain(`● ${phase}`);
    await details.getByText(rail).waitFor();
    await details.getByText('Possible now').waitFor();
    await details.getByText('globex, 27001:2022').waitFor();
  });
}

const split = phases.indexOf('corrective action');

describe('the page of a journey on its way to Stage 2', () => {
  it.each(phases.slice(0, split))(
    'given a journey, when it stands in %s, then its current details say so, and what is behind and ahead',
    (phase) => shows(phase),
  );
});

describe('the lists that certway links prints', () => {
  it('given findings whose answer is late, when each list is opened, then it shows what it promises and nothing else', async () => {
    await playUntil('submitCap');
    const findings = ['nc-s2-001', 'nc-s2-002', 'nc-s2-003', 'nc-s2-004', 'nc-s2-005'].map(
      (id) => `${journey}/${id}`,
    );
    const found: Record<string, readonly string[]> = {};
    for (const link of await printedLinks()) found[link.name] = await shownBy(link);
    expect(found).toMatchObject({
      'open majors': [journey],
      overdue: expect.arrayContaining(findings),
      suspended: [],
      'certificate expires within 90 days': [],
      'stopped by a problem': [],
      'waiting for client': expect.arrayContaining(findings),
      'waiting for panel': [],
    });
  });
});

describe('the page of a journey from corrective action to its second year', () => {
  it.each(phases.slice(split))(
    'given a journey, when it stands in %s, then its current details say so, and what is behind and ahead',
    (phase) => shows(phase),
  );
});

describe('a certificate', () => {
  it('given it is suspended near its end, when both lists are opened, then the journey is in them', async () => {
    const { snapshot } = await journeys.state(journey);
    const { expiry } = snapshot.context as { expiry: { due: string } };
    const twoMonthsBefore = new Date(Date.parse(expiry.due) - 60 * 86_400_000).toISOString();
    const actor = chair;
    const on = steps.at(-1)?.date;
    const suspended = { actor, on, cause: 'Development has no risk assessment.' };
    const reply = await journeys.command(journey, 'suspendCertificate', suspended);
    expect(reply).toMatchObject({ kind: 'accepted' });
    const links = await printedLinks();
    const soon = savedLinks(machines, twoMonthsBefore.slice(0, 10));
    for (const name of ['suspended', 'certificate expires within 90 days']) {
      const link = links.find((one) => one.name === name);
      const query = (name === 'suspended' ? link : soon.find((one) => one.name === name))?.query;
      if (!link || query === undefined) throw new Error(`${name} is one of them`);
      const isIn = async () =>
        (await journeys.client.workflow.count(query)).count > 0 ? 'there' : 'not yet';
      await until(isIn, (seen) => seen === 'there');
      const url = link.url.replace(/\?.*/, `?${new URLSearchParams({ query }).toString()}`);
      expect([name, await shownBy({ name, url, query })]).toEqual([name, [journey]]);
    }
  });
});

describe('the page of a journey in its third year', () => {
  it('given a journey that goes on from its log, when it stands in recertification, then its current details say so', async () => {
    const id = 'umbrella-27001';
    const [line] = await resumeThirdYear(stack, journeys.client, id);
    expect(line).toMatch(/^umbrella-27001: resumed, /);
    await journeys.settled(id);
    expect(hereIn((await journeys.state(id)).path)).toBe(last);
    await seen(id, last);
    const details = await openDetails(ui);
    await details.getByText(/certified until \d{4}-\d\d-\d\d, cycle 1/).waitFor();
    await details.getByRole('link', { name: /^recertification-\d{4}$/ }).waitFor();
  });
});
