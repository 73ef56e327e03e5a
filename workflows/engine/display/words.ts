/** The longest summary the UI shows in a line. */
const SUMMARY_LENGTH = 60;

/** `firstSurveillanceDue` → `First surveillance due`. */
export function words(name: string): string {
  const spaced = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return spaced.slice(0, 1).toUpperCase() + spaced.slice(1);
}

/** As much of a text as fits into a summary. */
export function summary(text: string): string {
  return text.slice(0, SUMMARY_LENGTH);
}
