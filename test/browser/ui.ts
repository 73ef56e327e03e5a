import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  chromium,
  type Browser,
  type FrameLocator,
  type Locator,
  type Page,
} from 'playwright-core';
import { readConfig } from '../../infra/config/index.ts';

/** The Temporal UI in a browser, with what a person does there. */
export interface Ui {
  /** Opens an address, or a path below the UI's own. */
  readonly open: (target: string) => Promise<void>;
  /** Opens the page of a workflow. */
  readonly openWorkflow: (workflowId: string) => Promise<void>;
  readonly page: Page;
  /** Does something and keeps a screenshot of how it ended; when it fails, the error names it. */
  readonly watched: (name: string, act: () => Promise<void>) => Promise<void>;
  readonly close: () => Promise<void>;
}

const flags = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];
const seenWithinMs = 15_000;
/** What a run of the tests has seen; ignored by git. */
const pictures = join(import.meta.dirname, '../../dist/screenshots');

function launch(): Promise<Browser> {
  const executablePath = readConfig().chromiumBin;
  if (executablePath !== undefined) return chromium.launch({ executablePath, args: flags });
  throw new Error('no browser is named: find-browser.ts does that before the tests');
}

/** Opens a browser on a UI whose workflows are in a namespace. */
export async function openUi(uiUrl: string, namespace: string): Promise<Ui> {
  mkdirSync(pictures, { recursive: true });
  const browser = await launch();
  const page = await browser.newPage({
    viewport: { width: 1400, height: 1200 },
    timezoneId: 'UTC',
  });
  page.setDefaultTimeout(seenWithinMs);
  const open = async (target: string) => {
    await page.goto(new URL(target, uiUrl).href);
  };
  return {
    page,
    open,
    openWorkflow: async (workflowId) => {
      await open(`/namespaces/${namespace}/workflows/${encodeURIComponent(workflowId)}`);
      await page.waitForURL(/\/timeline$/);
    },
    watched: async (name, act) => {
      const path = join(pictures, `${name.replaceAll(/[^a-z0-9]+/gi, '-')}.png`);
      const failure = await act().then(
        () => undefined,
        (error: unknown) => ({ error }),
      );
      await page.screenshot({ path, fullPage: true });
      if (!failure) return;
      const { error } = failure;
      throw new Error(`${describe(error)}\n${page.url()}\nscreenshot: ${path}`, { cause: error });
    },
    close: () => browser.close(),
  };
}

const describe = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** What a person fills into the start form beside what it shows already. */
export interface StartForm {
  readonly workflowId: string;
  /** Instead of the example that the form shows. */
  readonly input?: object;
}

/** The field for JSON of a form or dialog. */
export const dataField = (place: Page | Locator): Locator =>
  place.getByRole('textbox', { name: 'Data' });

/** The editor lays out its text again when it is left; a click that leaves it would miss its target. */
async function fillData(place: Page | Locator, data: object): Promise<void> {
  const field = dataField(place);
  await field.fill(JSON.stringify(data));
  await field.blur();
}

/** Fills the open start form, submits it and follows the link to the page of the new workflow. */
export async function submitStartForm({ page }: Ui, form: StartForm): Promise<void> {
  await page.locator('#workflowId').fill(form.workflowId);
  // The example arrives after the form, and would replace what was typed before.
  await dataField(page).filter({ hasText: '"client"' }).waitFor();
  if (form.input) await fillData(page, form.input);
  await page.getByTestId('start-workflow-button').click();
  await page.locator(`a[href*="/workflows/${form.workflowId}/"]`).click();
  await page.waitForURL(new RegExp(`/workflows/${form.workflowId}/[0-9a-f-]{36}/timeline$`));
}

/** A command, as it is typed into a dialog. */
export interface Sent {
  readonly name: string;
  readonly payload: object;
}

const dialogOf = (page: Page): Locator => page.locator('dialog[open]');

/** Opens the dialog for updates or signals of the open workflow and sends one. Returns the dialog. */
async function send(page: Page, kind: 'an Update' | 'a Signal', sent: Sent): Promise<Locator> {
  await page.getByRole('button', { name: 'More Actions' }).click();
  await page.getByRole('menuitem', { name: `Send ${kind}` }).click();
  const dialog = dialogOf(page);
  await dialog.getByTestId(/^(update|signal)-select-button$/).click();
  await dialog.getByRole('option', { name: new RegExp(`^\\s*${sent.name}\\b`) }).click();
  await fillData(dialog, sent.payload);
  await dialog.getByTestId('confirm-modal-button').click();
  return dialog;
}

/** Sends a signal; the dialog closes whatever becomes of it. */
export async function sendSignal({ page }: Ui, sent: Sent): Promise<void> {
  const dialog = await send(page, 'a Signal', sent);
  await dialog.waitFor({ state: 'detached' });
}

/** Sends an update that is refused. Returns what the dialog, which stays open, then says. */
export async function sendRefusedUpdate({ page }: Ui, sent: Sent): Promise<string> {
  const dialog = await send(page, 'an Update', sent);
  const text = dialog.getByText(/ refused: /).first();
  await text.waitFor();
  return dialog.innerText();
}

/** Corrects the payload in the open dialog and sends it again; the dialog closes when it is accepted. */
export async function sendCorrected({ page }: Ui, payload: object): Promise<void> {
  const dialog = dialogOf(page);
  await fillData(dialog, payload);
  await dialog.getByTestId('confirm-modal-button').click();
  await dialog.waitFor({ state: 'detached' });
}

/** Opens the current details of the open workflow. */
export async function openDetails({ page }: Ui): Promise<FrameLocator> {
  await page.getByTestId('user-metadata-tab').click();
  return page.frameLocator('iframe#user-metadata-current-details');
}

/**
 * The workflows of the list that is open, sorted.
 * @param count - how many there are; the page is waited for, and of none the sentence that says so
 */
export async function listedWorkflows({ page }: Ui, count: number): Promise<readonly string[]> {
  const links = page.getByRole('row').locator('a[href*="/workflows/"]');
  if (count === 0)
    await page
      .getByText(/No Workflows/i)
      .first()
      .waitFor();
  else await links.first().waitFor();
  const found = await links.all();
  const targets = await Promise.all(found.map((link) => link.getAttribute('href')));
  const ids = targets.flatMap((target) => {
    const [, id] = /\/workflows\/([^/?]+)\//.exec(target ?? '') ?? [];
    return id === undefined ? [] : [decodeURIComponent(id)];
  });
  return [...new Set(ids)].sort();
}
