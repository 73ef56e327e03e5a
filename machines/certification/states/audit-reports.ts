/** What the audit of the programme reports: an audit beside it, ordered for itself, moves nothing. */
export const told = { guard: 'isOfProgramme', actions: 'remember' } as const;

/** An audit that raises nonconformities ended before its closing meeting: it is planned again, and they are to be answered. */
export const again = {
  target: 'scheduling',
  guard: 'isOfProgramme',
  actions: ['remember', 'setResponseDates'],
} as const;

/** Such an audit has closed: they are to be answered from now on. */
export const closed = {
  target: 'reporting',
  guard: 'isOfProgramme',
  actions: ['remember', 'setResponseDates'],
} as const;
