/** User text may hold markup; the UI renders it raw, links among it. */
export function plain(text: string): string {
  return text.replace(/[<>&`|[]/g, (sign) => `&#${String(sign.charCodeAt(0))};`);
}

/** As much of a text as there is room for. @param limit - in characters */
export function shortened(text: string, limit: number): string {
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
}

/** How many bytes a text takes in UTF-8. */
export function bytesIn(text: string): number {
  // Nearly all of it is ASCII, of which the length is known.
  const others = text.replace(/[ -~\n]+/g, '');
  let bytes = text.length - others.length;
  for (const sign of others) {
    const point = sign.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}
