import { instance } from '@viz-js/viz';

/** One picture on a sheet. */
export interface Part {
  /** What stands above it; nothing when empty. */
  readonly heading: string;
  /** In the language of Graphviz. */
  readonly dot: string;
}

interface Drawn {
  readonly heading: string;
  readonly width: number;
  readonly height: number;
  /** Elements of SVG. */
  readonly content: string;
}

/** A sheet with pictures on it. */
export interface Sheet {
  /** What stands at the top, each in a line of its own. */
  readonly title: readonly string[];
  readonly parts: readonly Part[];
}

const LINE = 18;
const HEADING = 30;
const GAP = 40;
const MARGIN = 20;
/** A row goes on as long as there is room in this width, in points. */
const ROW = 1500;
/** Of the room for a text how much it takes: where the font is missing, a wider one stands in. */
const TEXT_PER_ROOM = 0.86;
const FONT = 'Helvetica,Arial,sans-serif';

/**
 * Draws pictures on one sheet, in rows.
 * @returns SVG, the same for the same texts
 */
export async function svgOf({ title, parts }: Sheet): Promise<string> {
  const graphviz = await instance();
  const drawn = parts.map(({ heading, dot }) => ({
    heading,
    ...read(graphviz.renderString(dot, { format: 'svg', engine: 'dot' })),
  }));
  const rows = rowsOf(drawn);
  const width = Math.max(...rows.map(widthOf)) + 2 * MARGIN;
  const tops = rows.reduce<readonly number[]>(
    (all, row) => [...all, (all.at(-1) ?? 0) + heightOf(row) + GAP],
    [MARGIN + title.length * LINE + (title.length > 0 ? MARGIN : 0)],
  );
  const height = (tops.at(-1) ?? 0) - GAP + MARGIN;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${String(width)}pt" height="${String(height)}pt" viewBox="0 0 ${String(width)} ${String(height)}">`,
    `<rect width="100%" height="100%" fill="white"/>`,
    ...title.map((line, index) => textAt(line, MARGIN, MARGIN + (index + 1) * LINE)),
    ...rows.flatMap((row, index) => placed(row, tops[index] ?? 0)),
    '</svg>\n',
  ].join('\n');
}

/** What Graphviz has drawn, without what only repeats the names of its input or is the same everywhere. */
function read(svg: string): Omit<Drawn, 'heading'> {
  const [head = '', width = '', height = ''] =
    /<svg width="(\d+)pt" height="(\d+)pt"[^>]*>/.exec(svg) ?? [];
  const content = svg
    .slice(svg.indexOf(head) + head.length, svg.lastIndexOf('</svg>'))
    .replace(/<!--[\s\S]*?-->\n?|<title>[\s\S]*?<\/title>\n?/g, '')
    .replace(/ (?:id|class|font-family|text-anchor|xml:space)="[^"]*"/g, '')
    .replace(/<g>\n([\s\S]*?)<\/g>\n/g, '$1')
    .replace(/font-size="([\d.]+)"/g, (_, size) => `font-size="${smaller(Number(size))}"`)
    .replace(/(\.\d)\d+/g, '$1')
    .trim();
  return { width: Number(width), height: Number(height), content };
}

function rowsOf(drawn: readonly Drawn[]): readonly (readonly Drawn[])[] {
  return drawn.reduce<readonly (readonly Drawn[])[]>((rows, one) => {
    const longer = [...(rows.at(-1) ?? []), one];
    return widthOf(longer) <= ROW ? [...rows.slice(0, -1), longer] : [...rows, [one]];
  }, []);
}

function widthOf(row: readonly Drawn[]): number {
  return row.reduce((sum, { width }) => sum + width + GAP, -GAP);
}

function heightOf(row: readonly Drawn[]): number {
  return Math.max(...row.map(({ height, heading }) => height + headingOf(heading)));
}

function headingOf(heading: string): number {
  return heading === '' ? 0 : HEADING;
}

function placed(row: readonly Drawn[], top: number): readonly string[] {
  return row.map(({ heading, content }, index) => {
    const left = MARGIN + (index === 0 ? 0 : widthOf(row.slice(0, index)) + GAP);
    const above = heading === '' ? '' : `${textAt(heading, left, top + LINE)}\n`;
    const place = `${String(left)} ${String(top + headingOf(heading))}`;
    return `${above}<g transform="translate(${place})" font-family="${FONT}" text-anchor="middle">\n${content}\n</g>`;
  });
}

function textAt(text: string, x: number, y: number): string {
  const escaped = text.replace(/[<>&]/g, (sign) => `&#${String(sign.charCodeAt(0))};`);
  return `<text x="${String(x)}" y="${String(y)}" font-size="14" font-weight="bold" font-family="${FONT}">${escaped}</text>`;
}

function smaller(size: number): string {
  return (size * TEXT_PER_ROOM).toFixed(1);
}
