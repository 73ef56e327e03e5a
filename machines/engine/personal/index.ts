export { hashSubjects, personalPlaces, type PersonalPlace } from './places.ts';
export { withoutTexts } from './without-texts.ts';
export { erasedEvent, isSameButWithheld, textAt, withTexts } from './withheld.ts';
