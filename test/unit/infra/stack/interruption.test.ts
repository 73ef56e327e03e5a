import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { watchInterruption } from '../../../../infra/stack/interruption.ts';

const force = jest.fn();
beforeEach(() => {
  force.mockClear();
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('interruption', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'])(
    'given %s, when it comes, then it aborts once',
    (name) => {
      const source = new EventEmitter();
      const { signal, received } = watchInterruption(force, source);
      expect([signal.aborted, received()]).toEqual([false, undefined]);
      source.emit(name);
      expect([signal.aborted, received()]).toEqual([true, name]);
      expect(force).not.toHaveBeenCalled();
    },
  );

  it('given one Ctrl-C that npm passes on, when it comes twice at once, then nothing is forced', () => {
    const source = new EventEmitter();
    watchInterruption(force, source);
    source.emit('SIGINT');
    jest.advanceTimersByTime(900);
    source.emit('SIGINT');
    expect(force).not.toHaveBeenCalled();
  });

  it('given a second Ctrl-C later, when it comes, then the end is forced', () => {
    const source = new EventEmitter();
    const { received } = watchInterruption(force, source);
    source.emit('SIGTERM');
    jest.advanceTimersByTime(1100);
    source.emit('SIGINT');
    expect(force).toHaveBeenCalledTimes(1);
    expect(received()).toBe('SIGTERM');
  });
});
