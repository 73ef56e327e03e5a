import { describe, expect, it } from '@jest/globals';
import { assign, emit, setup } from 'xstate';
import { z } from 'zod';
import {
  createSimulation,
  dehydrate,
  defineContract,
  ENCRYPTED,
  erasedEvent,
  ERASED,
  fold,
  hydrate,
  judge,
  personal,
  personalPlaces,
  register,
  withoutTexts,
  withTexts,
  type MachineEventOf,
  type RecordedEvent,
} from '../../../../../machines/engine/index.ts';

const mail = personal(z.email(), { subject: { field: 'about' } });
const letter = z.strictObject({ about: z.string(), mail, day: z.string() });
const contract = defineContract({
  ...{ id: 'letters', version: '1.0.0', description: 'Letters.', input: z.strictObject({}) },
  ...{ example: {}, starts: 'BoxOpened' },
  events: {
    BoxOpened: { description: 'It is there.', data: z.strictObject({}) },
    LetterSent: { description: 'To somebody.', data: letter },
    LetterCopied: { description: 'To somebody else.', data: letter },
  },
  commands: {
    sendLetter: {
      ...{ records: 'LetterSent', roles: ['clerk'], description: 'Send.' },
      example: { about: 'p-1', mail: 'p-1@example.org', day: '2026-11-30' },
    },
  },
});
type Event = MachineEventOf<typeof contract>;
interface Context {
  readonly last: string;
}
const letters = register({
  contract,
  machine: setup({
    types: {
      context: {} as Context,
      events: {} as Event,
      emitted: {} as { type: 'LetterCopied'; about: string; mail: string; day: string },
    },
    actions: {
      remember: assign({ last: ({ event }) => (event.type === 'LetterSent' ? event.mail : '') }),
      // The same text, of which another subject is said to be.
      copy: emit(({ event }) => {
        const { mail: text = '', day = '' } = event as { mail?: string; day?: string };
        return { type: 'LetterCopied' as const, about: 'p-2', mail: text, day };
      }),
    },
  }).createMachine({
    ...{ id: 'letters', version: '1.0.0', context: { last: '' } },
    on: { LetterSent: { actions: ['remember', 'copy'] } },
  }),
});

const actor = { id: 'a-1', role: 'clerk' };
const payload = { about: 'p-1', mail: 'p-1@example.org', day: '2026-11-30' };
function recorded(): readonly RecordedEvent[] {
  const runner = createSimulation({ machines: [letters], at: '2026-11-30T09:00:00.000Z' });
  runner.start('letters', 'box-1', {});
  runner.command('box-1', 'sendLetter', { actor, commandId: 'c-1', ...payload });
  return runner.log('box-1');
}

/** The log as it reads with other texts in the place of the personal ones of an event. */
const withText = (type: string, text: string) =>
  recorded().map((event) => {
    if (event.type !== type) return event;
    const places = personalPlaces(contract, event);
    return {
      ...event,
      data: withTexts(
        event.data,
        places.map(({ path }) => ({ path, text })),
      ),
    };
  });

describe('the fold of a log with erased texts', () => {
  it.each([
    ['LetterSent', ERASED],
    ['LetterCopied', ERASED],
    ['LetterSent', ENCRYPTED],
    ['LetterCopied', ENCRYPTED],
  ])(
    'given only the text of %s is %s, when what it is derived from or what is derived still has it, then it is no conflict',
    (type, text) => {
      const state = fold(letters, withText(type, text));
      expect(state.sequence).toBe(3);
      expect(state.snapshot.context).toEqual({ last: type === 'LetterSent' ? text : payload.mail });
    },
  );

  it('given a derived event with another text, or with a marker where nothing is personal, when it is folded, then it is a conflict', () => {
    expect(() => fold(letters, withText('LetterCopied', 'q@example.org'))).toThrow('LetterCopied');
    const forged = recorded().map((event) =>
      event.type === 'LetterCopied' ? { ...event, data: { ...event.data, day: ERASED } } : event,
    );
    expect(() => fold(letters, forged)).toThrow('LetterCopied');
    const both = withText('LetterCopied', ERASED).map((event) =>
      event.type === 'LetterCopied' ? { ...event, data: { ...event.data, day: 'x' } } : event,
    );
    expect(() => fold(letters, both)).toThrow('LetterCopied');
  });

  it('given a state whose payload hash was erased, when the command comes again, then its id decides', () => {
    const log = recorded().map((event) =>
      event.payloadHash === undefined
        ? event
        : { ...erasedEvent(contract, event), payloadHash: ERASED },
    );
    const state = hydrate(letters, dehydrate(letters, fold(letters, log)));
    const input = {
      ...({ cause: 'command', id: 'c-1', command: 'sendLetter' } as const),
      payload: { actor, ...payload },
      via: 'update',
    } as const;
    expect(judge(letters, state, { input, at: '2026-12-01T09:00:00.000Z' }).kind).toBe('seen');
  });
});

describe('ids that are made of payloads', () => {
  it('given personal texts, when a payload is hashed into an id, then they are not in it and all else is', () => {
    const given = { actor, ...payload };
    expect(withoutTexts(contract, 'sendLetter', given)).toEqual({ ...given, mail: ERASED });
    expect(withoutTexts(contract, 'setAside', { actor, input: 'i', reason: 'why' })).toEqual({
      actor,
      input: 'i',
      reason: ERASED,
    });
    for (const odd of [undefined, null, 'text', 7]) {
      expect(withoutTexts(contract, 'sendLetter', odd)).toBe(odd);
    }
    expect(withoutTexts(contract, 'unknown', given)).toBe(given);
  });
});
