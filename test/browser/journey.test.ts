import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { describeNext, workerProgram } from '../../infra/stack/index.ts';
import { openLog, type OpenLog } from '../../infra/worker/event-log.ts';
import { workflowTypeOf } from '../../machines/engine/index.ts';
import { certificationContract } from '../../machines/index.ts';
import { GENESIS_HASH } from '../../services/event-log/index.ts';
import { until } from '../support/engine-client.ts';
import { startTestStack, type TestStack } from '../support/stack.ts';
import { driveToPlans, lead, stateOf, today } from './path.ts';
import {
  dataField,
  openDetails,
  openUi,
  sendCorrected,
  sendRefusedUpdate,
  sendSignal,
  submitStartForm,
  type Ui,
} from './ui.ts';

const { example } = certificationContract;
const workflowType = workflowTypeOf(certificationContract);
const journey = 'initech-27001';
const first = `${journey}/nc-s2-001`;
const second = `${journey}/nc-s2-002`;
const third = `${journey}/nc-s2-003`;
const closing = { actor: lead, on: today, effectiveness: 'The records are kept.' };

let stack: TestStack;
let client: Client;
let open: OpenLog;
let ui: Ui;
let startLink = '';
/** What ends what was begun, in the order of the beginnings. */
const closers: (() => Promise<void>)[] = [];

beforeAll(async () => {
  stack = await startTestStack({ isHeadless: false });
  closers.push(stack.stop);
  await stack.run(workerProgram(stack.config));
  const { namespace, tenant } = stack.config;
  const connection = await Connection.connect({ address: stack.temporalAddress });
  closers.push(() => connection.close());
  client = new Client({ connection, namespace });
  open = await openLog(stack.natsUrl, tenant);
  closers.push(open.close);
  startLink = /Start a journey +(\S+)/.exec(await describeNext(stack))?.[1] ?? '';
  ui = await openUi(stack.uiUrl ?? '', namespace);
  closers.push(ui.close);
});
afterAll(async () => {
  for (const close of closers.reverse()) await close();
});

const pathOf = async (entity: string) => (await stateOf(client, entity)).path;
const isPath = (wanted: string) => (path: string) => path === wanted;

async function eventsOf(entity: string, machine: string) {
  const start = { sequence: 0, streamSequence: 0, hash: GENESIS_HASH };
  return (await open.log.read({ entity, machine }, start)).map(({ event }) => event);
}

describe('the start form of the Temporal UI', () => {
  const started = 'globex-27001';

  it('given the link that npm start prints, when an id is typed and submitted, then the journey runs', () =>
    ui.watched('start', async () => {
      await ui.open(startLink);
      const { page } = ui;
      const shown = dataField(page).filter({ hasText: '"client"' });
      expect(JSON.parse(await shown.innerText())).toEqual(example);
      expect(await page.locator('#workflowType').inputValue()).toBe(workflowType);
      expect(await page.locator('#taskQueue').inputValue()).toBe(stack.config.taskQueue);
      await submitStartForm(ui, { workflowId: started });
      await page.getByRole('heading', { name: started }).waitFor();
      await page.getByText('Running', { exact: true }).first().waitFor();
      expect(await until(() => pathOf(started), isPath('selection/comparing'))).toBeDefined();
      const [event] = await eventsOf(started, 'certification');
      expect(event).toMatchObject({ type: 'JourneyStarted', data: example });
    }));

  it('given a wrong input, when submitted, then the page shows one message with every fault by path', () =>
    ui.watched('wrong-input', async () => {
      await ui.open(startLink);
      const input = { client: '', persons: 0, sites: 'two', polcy: 'default' };
      await submitStartForm(ui, { workflowId: 'wrong-input', input });
      const { page } = ui;
      await page.getByText('Failed', { exact: true }).first().waitFor();
      const result = page.locator('.cm-content').filter({ hasText: '"failure"' });
      const text = await result.innerText();
      const [, message = ''] = /"message": "(.*?)",\n/s.exec(text) ?? [];
      const lines = message.split('\n');
      expect(lines[0]).toBe(`the input of ${workflowType} is not valid:`);
      const faults = lines.filter((line) => line.startsWith('- '));
      expect(faults.map((line) => /^- (\w+):/.exec(line)?.[1])).toEqual([
        ...['client', 'persons', 'sites', 'polcy'],
      ]);
      expect(faults.at(-1)).toContain('polcy');
      expect(lines.at(-1)).toBe(`A valid input: ${JSON.stringify(example).replaceAll('"', '\\"')}`);
    }));
});

describe('the page of a journey with findings', () => {
  beforeAll(async () => {
    const { taskQueue } = stack.config;
    await client.workflow.start(workflowType, { workflowId: journey, taskQueue, args: [example] });
    await driveToPlans(client, journey);
  });

  it('given its details, when looked at, then they say where it stands and what is possible, and lead on', () =>
    ui.watched('details', async () => {
      await ui.openWorkflow(journey);
      const details = await openDetails(ui);
      await details.getByRole('heading', { name: `${journey}: stage2/reporting` }).waitFor();
      await details.getByText('3 minor nonconformities open').waitFor();
      await details.getByText('Waiting for: lead auditor').waitFor();
      const names = await details.getByRole('listitem').getByRole('link').allInnerTexts();
      expect(names).toEqual(['stage-2', 'nc-s2-001', 'nc-s2-002', 'nc-s2-003']);
      await details.getByRole('listitem').filter({ hasText: 'terminateEngagement' }).waitFor();
      const shown = await details.locator('pre').allInnerTexts();
      const payloads = shown.map((text): unknown => JSON.parse(text));
      expect(payloads).toContainEqual({ actor: { id: 'a-17', role: 'client' } });

      const opened = ui.page.context().waitForEvent('page');
      await details.getByRole('link', { name: 'nc-s2-002' }).click();
      const child = await opened;
      await child.getByRole('heading', { name: second }).waitFor();
      await child.close();
    }));

  it('given an update that a rule refuses, when sent, then the dialog says so, and accepts it corrected', () =>
    ui.watched('update', async () => {
      await ui.openWorkflow(first);
      const stranger = { id: 'a-17', role: 'leadAuditor' };
      const said = await sendRefusedUpdate(ui, { name: 'acceptCap', payload: { actor: stranger } });
      expect(said).toContain('acceptCap refused: ROLE-01 (ISO/IEC 17021-1 9.2.2');
      expect(said).toContain('Only a member of the audit team acts for it');
      expect(said).toMatch(/Now: responding\/reviewingCap\s+Possible now: .*rejectCap \(lead/);
      expect(await pathOf(first)).toBe('responding/reviewingCap');

      await sendCorrected(ui, { actor: lead });
      expect(await pathOf(first)).toBe('planned');
      expect((await eventsOf(first, 'nonconformity')).at(-1)).toMatchObject({
        ...{ type: 'CapAccepted', actor: lead },
      });
    }));

  it('given a signal that is refused, when sent, then the details show its text and the log has the refusal', () =>
    ui.watched('refused-signal', async () => {
      await ui.openWorkflow(second);
      await sendSignal(ui, { name: 'closeNonconformity', payload: closing });
      const refused = await until(
        async () => (await eventsOf(second, 'nonconformity')).at(-1),
        (event) => event?.type === 'CommandRefused',
      );
      const state = 'responding/reviewingCap';
      expect(refused?.data).toMatchObject({ command: 'closeNonconformity', state });
      const details = await openDetails(ui);
      const text = await details.locator('blockquote').innerText();
      expect(text).toMatch(
        /^\s*Last refused: closeNonconformity at \S+ in resp\S*: not possible in this state/,
      );
      expect(text).toContain(state);
    }));

  it('given a verified nonconformity, when the signal is sent to its own workflow, then it is closed', () =>
    ui.watched('own-signal', async () => {
      await verify(second);
      await ui.openWorkflow(second);
      await sendSignal(ui, { name: 'closeNonconformity', payload: closing });
      await until(() => pathOf(second), isPath('closed'));
      await ui.openWorkflow(second);
      await ui.page.getByText('Completed', { exact: true }).first().waitFor();
    }));

  it('given a verified nonconformity, when the signal with its id is sent to the journey, then it is closed', () =>
    ui.watched('routed-signal', async () => {
      await verify(third);
      await ui.openWorkflow(journey);
      const payload = { ...closing, nonconformity: 'nc-s2-003' };
      await sendSignal(ui, { name: 'closeNonconformity', payload });
      await until(() => pathOf(third), isPath('closed'));
      const types = (await eventsOf(journey, 'certification')).map(({ type }) => type);
      expect(types).toContain('CommandRouted');
      expect(types).not.toContain('CommandRefused');
    }));

  it('given the list, when asked for a state, then the journey is found and has its attributes', () =>
    ui.watched('list', async () => {
      const query = encodeURIComponent('CertwayState STARTS_WITH "stage2"');
      await ui.open(`/namespaces/${stack.config.namespace}/workflows?query=${query}`);
      const { page } = ui;
      const found = page.getByRole('row').getByRole('link', { name: journey, exact: true });
      await found.waitFor();
      expect(await page.getByRole('link', { name: workflowType }).count()).toBe(1);
      await found.click();
      await page.waitForURL(/\/timeline$/);
      await page.getByTestId('search-attributes-tab').click();
      await page.getByText('stage2/reporting').first().waitFor();
    }));
});

async function act(entity: string, name: string, data: object = {}): Promise<void> {
  const payload = { actor: lead, ...data };
  await client.workflow.getHandle(entity).executeUpdate(name, { args: [payload] });
}

async function verify(entity: string): Promise<void> {
  await act(entity, 'acceptCap');
  await act(entity, 'verifyCorrectiveAction', { on: today, method: 'document' });
}
