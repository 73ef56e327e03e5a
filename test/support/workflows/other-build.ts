// The same workflows in another bundle: one more type, which nobody starts.
export { order, parcel } from './index.ts';

/** Makes the difference. */
export function another(): Promise<string> {
  return Promise.resolve('another');
}
