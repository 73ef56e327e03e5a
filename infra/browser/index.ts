export { ensureBrowser } from './ensure-browser.ts';
