/** The longest summary the UI shows in a line. */
const SUMMARY_LENGTH = 60;

/** As much of a text as fits into a summary. */
export function summary(text: string): string {
  return text.slice(0, SUMMARY_LENGTH);
}
