/**
 * Lets the data lie in a folder, unless the environment names another one: for a command that is typed anywhere.
 * @param folder - absolute path
 */
export function keepDataIn(folder: string): void {
  process.env['CERTWAY_DATA_DIR'] ??= folder;
}
