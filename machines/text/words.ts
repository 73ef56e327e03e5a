import { say } from './say.ts';

/** `awaitingEvidence` → `awaiting evidence`: a name as lists and filters have it, whatever the language. */
export function words(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
}

/** The same for people, in the language of this process. */
export function nameOf(name: string): string {
  const plain = words(name);
  return say(`name.${plain}`, plain);
}

/** With a capital, to begin a line. */
export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
