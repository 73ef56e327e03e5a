/** What comes one after the other, as if it were read from a server. */
// eslint-disable-next-line @typescript-eslint/require-await -- what is read from a server comes later
export async function* later<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}
