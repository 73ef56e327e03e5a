/** A file that is written by a program and committed. */
export interface GeneratedFile {
  /** relative to the root of the repository */
  readonly path: string;
  /** the whole file, in which a line says that it is generated and by which command */
  readonly text: string;
}
