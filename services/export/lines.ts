import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';

const CHUNK_BYTES = 1 << 20;
const NEWLINE = 0x0a;

/**
 * The lines of a file, without their ends; many at once, so that a million costs little. A line ends with a line feed and with
 * nothing else: what Unicode calls a line separator may stand in a body.
 */
export async function* linesOf(path: string): AsyncGenerator<readonly string[]> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES })) {
    const bytes = rest.length === 0 ? (chunk as Buffer) : Buffer.concat([rest, chunk as Buffer]);
    const end = bytes.lastIndexOf(NEWLINE) + 1;
    rest = bytes.subarray(end);
    if (end > 0) yield bytes.toString('utf8', 0, end - 1).split('\n');
  }
  if (rest.length > 0) yield [rest.toString('utf8')];
}

/** Takes one line, without its end. */
export type WriteLine = (line: string) => Promise<void>;

/** A file that was written, and the hash of what went into it. */
export interface WrittenFile {
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/**
 * Writes a file line by line; when it resolves, everything is on the disk.
 * @param fill - hands over the lines in order
 * @throws Error when the file exists; what `fill` throws
 */
export async function writeLines(
  path: string,
  fill: (write: WriteLine) => Promise<void>,
): Promise<WrittenFile> {
  const file = await open(path, 'wx');
  const hash = createHash('sha256');
  const waiting: string[] = [];
  let size = 0;
  let bytes = 0;
  const flush = async (): Promise<void> => {
    if (waiting.length === 0) return;
    const chunk = Buffer.from(`${waiting.join('\n')}\n`);
    waiting.length = 0;
    size = 0;
    hash.update(chunk);
    bytes += chunk.length;
    await file.writeFile(chunk);
  };
  try {
    await fill(async (line) => {
      waiting.push(line);
      size += line.length;
      if (size >= CHUNK_BYTES) await flush();
    });
    await flush();
    await file.sync();
  } finally {
    await file.close();
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** SHA-256 of a file, lower-case hexadecimal. */
export async function hashOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES })) {
    hash.update(chunk as Buffer);
  }
  return hash.digest('hex');
}
