/** A row by the headings of its table; the cells are Markdown. */
export type Row = Readonly<Record<string, string>>;

/**
 * A table with one column for each key of its rows.
 *
 * @returns `None.` when there is nothing to tell
 */
export function table(rows: readonly Row[]): string {
  const [first] = rows;
  if (!first) return 'None.';
  const headings = Object.keys(first);
  const lines = [headings, headings.map(() => '---'), ...rows.map((row) => Object.values(row))];
  return lines.map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

/** Text as code, whatever backticks it holds. */
export function code(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

/** Text as it stands: what Markdown or HTML would take for its own is escaped. */
export function plain(text: string): string {
  return text.replace(/[\\`*[\]<>]|(?<!\w)_|_(?!\w)/g, (sign) => `\\${sign}`);
}
