/** A promise and what settles it. */
export interface Resolvers {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/** As `Promise.withResolvers`, which Node 20 does not have. */
export function withResolvers(): Resolvers {
  let settle: Omit<Resolvers, 'promise'> | undefined;
  const promise = new Promise<void>((resolve, reject) => (settle = { resolve, reject }));
  return { promise, resolve: () => settle?.resolve(), reject: (reason) => settle?.reject(reason) };
}

/** Waits. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Waits for something, but not longer than some time, and not for its failure. */
export async function atMost(ms: number, work: Promise<void>): Promise<void> {
  const { promise, resolve } = withResolvers();
  const timer = setTimeout(resolve, ms);
  await Promise.race([work.catch(() => undefined), promise]);
  clearTimeout(timer);
}
