import { describe, expect, it } from '@jest/globals';
import type { LogLevel } from '../../../../infra/config/index.ts';
import { createLogger, createReporter, runtimeOptions } from '../../../../infra/logging/index.ts';

function capture(level: LogLevel) {
  const lines: string[] = [];
  const logger = createLogger({
    name: 'worker',
    level,
    destination: { write: (line) => void lines.push(line) },
  });
  return {
    logger,
    entries: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

describe('logger', () => {
  it('given an entry, when logged, then it is one JSON object with the agreed names', () => {
    const { logger, entries } = capture('info');
    logger.info({ workflowId: 'globex-27001' }, 'event appended');
    logger.debug('not shown');
    expect(entries()).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        name: 'worker',
        workflowId: 'globex-27001',
        msg: 'event appended',
      },
    ]);
  });

  it('given an error, when logged, then type, message and stack are there', () => {
    const { logger, entries } = capture('info');
    logger.error({ error: new TypeError('wrong') }, 'task failed');
    expect(entries()[0]).toMatchObject({
      level: 'error',
      error: {
        type: 'TypeError',
        message: 'wrong',
        stack: expect.stringContaining('logging.test'),
      },
    });
  });
});

describe('bridge to the Temporal SDK', () => {
  it('given entries of the SDK at every level, when logged, then they keep level, text and fields', () => {
    const { logger, entries } = capture('trace');
    const bridge = runtimeOptions({ logger }).logger;
    bridge?.trace('a');
    bridge?.debug('b');
    bridge?.info('c', { sdkComponent: 'worker', timestampNanos: 1n, [Symbol('internal')]: 1n });
    bridge?.warn('d');
    bridge?.error('e', { error: new Error('wrong') });
    bridge?.log('WARN', 'f');
    expect(entries().map(({ level, msg }) => `${String(level)} ${String(msg)}`)).toEqual([
      'trace a',
      'debug b',
      'info c',
      'warn d',
      'error e',
      'warn f',
    ]);
    expect(entries()[2]).toMatchObject({ sdkComponent: 'worker', name: 'worker' });
    expect(entries()[4]).toMatchObject({ error: { message: 'wrong' } });
  });

  it('given a metrics address, when asked for, then the SDK serves its figures there', () => {
    const { logger } = capture('info');
    expect(runtimeOptions({ logger }).telemetryOptions?.metrics).toBeUndefined();
    const options = runtimeOptions({ logger, metricsAddress: '127.0.0.1:9464' });
    expect(options.telemetryOptions?.metrics).toEqual({
      prometheus: { bindAddress: '127.0.0.1:9464' },
    });
  });
});

describe('reporter', () => {
  const report = (hasColor: boolean) => {
    let text = '';
    const reporter = createReporter({ write: (more) => (text += more), hasColor });
    reporter.step('starting');
    reporter.done('started');
    reporter.warn('look');
    reporter.fail('first\nsecond');
    reporter.say('as it is');
    return text;
  };

  it('given no colours, when told, then lines have a sign and further lines are indented', () => {
    expect(report(false)).toBe('· starting\n✓ started\n! look\n✗ first\n  second\nas it is\n');
  });

  it('given colours, when told, then the signs have them and the text is the same', () => {
    // eslint-disable-next-line no-control-regex -- the escape character is what is looked for
    const plain = report(true).replaceAll(/\u001B\[\d+m/g, '');
    expect(report(true)).toContain('\u001B[31m✗\u001B[0m first');
    expect(plain).toBe(report(false));
  });
});
