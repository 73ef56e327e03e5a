/** What a consumer has done since it was created. */
export interface Counts {
  /** Events whose handler has ended well. */
  readonly handled: number;
  /** Events of which the positions told that they were handled before. */
  readonly duplicates: number;
  /** Events of a version that the consumer does not list. */
  readonly unknown: number;
  /** Attempts that failed. */
  readonly failures: number;
  /** Events put into the dead-letter stream. */
  readonly parked: number;
  /** Events handled after they had been parked. */
  readonly redriven: number;
}

/** Before the first event. */
export const NO_COUNTS: Counts = {
  handled: 0,
  duplicates: 0,
  unknown: 0,
  failures: 0,
  parked: 0,
  redriven: 0,
};

const meanings: Readonly<Record<keyof Counts, string>> = {
  handled: 'Events whose handler has ended well',
  duplicates: 'Events that were handled before',
  unknown: 'Events of a version that the consumer does not list',
  failures: 'Attempts that failed',
  parked: 'Events put into the dead-letter stream',
  redriven: 'Events handled after they had been parked',
};

/** What the metrics need of a consumer. */
export interface Measured {
  readonly name: string;
  readonly counts: Counts;
  lag(): Promise<number>;
}

/** The consumers' metrics as OpenMetrics text, for Prometheus. */
export async function openMetrics(consumers: readonly Measured[]): Promise<string> {
  const label = (name: string): string => `{consumer="${name}"}`;
  const counters = (Object.keys(meanings) as (keyof Counts)[]).flatMap((key) => [
    `# TYPE certway_consumer_${key} counter`,
    `# HELP certway_consumer_${key} ${meanings[key]}.`,
    ...consumers.map(
      ({ name, counts }) => `certway_consumer_${key}_total${label(name)} ${counts[key]}`,
    ),
  ]);
  const lags = consumers.map(async (consumer) => {
    // While the server is away nobody knows it; the counters are there all the same.
    const lag = await consumer.lag().catch(() => undefined);
    return lag === undefined ? [] : [`certway_consumer_lag_events${label(consumer.name)} ${lag}`];
  });
  return [
    ...counters,
    '# TYPE certway_consumer_lag_events gauge',
    '# HELP certway_consumer_lag_events Events that are neither handled nor parked yet.',
    ...(await Promise.all(lags)).flat(),
    '# EOF',
    '',
  ].join('\n');
}
