export { answerCalendar } from './answer.ts';
export { openDeadlines, openTokens } from './bucket.ts';
export { createCalendar, type Calendar } from './calendar.ts';
export { createCalendarConsumer, emptyCalendar } from './calendar-consumer.ts';
export { createToken, type TokenRecord } from './tokens.ts';
