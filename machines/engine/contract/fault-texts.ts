/** What can be wrong with a command or an input, by name; in English, and in the catalogue under `fault.<name>`. */
export const faultTexts = {
  // What zod finds.
  type: 'Invalid input: expected {expected}, received {received}',
  value: 'Invalid input: expected {expected}',
  option: 'Invalid option: expected one of {options}',
  tooSmall: 'Too small: expected {origin} to be {bound}{limit}',
  tooBig: 'Too big: expected {origin} to be {bound}{limit}',
  tooShort:
    'Too small: expected {origin} to have {bound}{limit} {origin, select, string {characters} array {items} other {entries}}',
  tooLong:
    'Too big: expected {origin} to have {bound}{limit} {origin, select, string {characters} array {items} other {entries}}',
  pattern: 'Invalid string: must match pattern {pattern}',
  format:
    'Invalid {format, select, date {ISO date} datetime {ISO datetime} email {email address} url {URL} other {input}}',
  multiple: 'Invalid number: must be a multiple of {divisor}',
  invalid: 'Invalid input',
  unknownField: 'there is no such field',
  // What the schemas of the machines ask for beyond that.
  aboveBound:
    'is locked by rule {rule}, {clause}: {stricter, select, below {at most} above {at least} other {exactly}} {limit}; {stricter, select, below {a shorter one may be set} above {a greater one may be set} other {nothing else can be set}}',
  backwardPeriod: 'a period that points backward',
  clauseOrControl: 'a clause such as 9.2.2 or a control such as A.8.12',
  code: 'a code of small letters, digits, . and -',
  dateOfCalendar: 'a date from 2000 to 2049',
  forwardPeriod: 'a period that points forward',
  fraction: 'a fraction such as 1/3',
  nobodyTwice: 'nobody twice',
  nothingTwice: 'nothing twice',
  oneLeadAuditor: 'one lead auditor',
  opaqueId: 'an opaque id of letters, digits, _ . -',
  ownEvent: 'no event of XState itself',
  pack: 'name and version of a pack, such as default 1.0.0',
  period: 'a period such as P30D, P6M, P3Y or -P9M',
  periodOrOff: 'a period such as P18M, or off',
  periodOfTwentyYears: 'a period of at most twenty years',
  sha256: 'a SHA-256 in hexadecimal',
  timeZone: 'an IANA time zone',
  other: '{text}',
  // What a workflow finds.
  ended: 'this workflow has ended',
  example: 'a valid payload: {example}',
  handingOver: 'this run hands over to the next; send it again with the same id',
  more: 'and {count} more',
  nothingWaits: 'nothing waits under the id that was given',
  ofAnotherPayload: '{command} was used before with another payload',
  problem: '{problem}',
  routedTo:
    "send it to the {src}''s own workflow, {entity}/<{src}>, or send a signal of this name here",
  setAside: '{input} was set aside by {actor}: {reason}',
  setAsideBefore: '{input} was set aside; give the command again with an id of its own',
  silentLog:
    'the log has not answered since {since}, and {waiting} inputs wait: nothing was recorded of this one; send it again with the same id in half a minute',
  stateTooLarge:
    '{event} would take {bytes} bytes in the log, and its data take {limit} at most: let the migration leave out what the machine can do without',
  tooLarge:
    '{event} would take {bytes} bytes in the log, and its data take {limit} at most: give less text, and of a document its reference instead of its content',
  tooMany:
    'more comes than the log takes, and {waiting} inputs wait: nothing was recorded of this one; send it again with the same id in half a minute',
  unknownChild: 'names the {src} that is meant; open are {open}',
  unknownCommand: 'there is no command {command}; there are {known}',
  workflowId: '1 to 64 letters, digits, _ and -',
  wrongRole: '{command} is for {roles}',
} as const;

/** Name of a fault. */
export type FaultName = keyof typeof faultTexts;
