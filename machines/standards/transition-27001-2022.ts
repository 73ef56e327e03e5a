import type { StandardTransition } from './transition.ts';

/** Clauses that mean the same in both editions. */
const same = [
  ...['4.1', '4.2', '4.3', '4.4', '5.1', '5.2', '5.3', '6.1.1', '6.1.2', '6.1.3', '6.2'],
  ...['7.1', '7.2', '7.3', '7.4', '7.5.1', '7.5.2', '7.5.3', '8.1', '8.2', '8.3', '9.1'],
];

/** Where the controls come from, by theme and number, without the `A.`; a blank for one that is new. */
const controls: Readonly<Record<string, readonly string[]>> = {
  '5': [
    ...['5.1.1 5.1.2', '6.1.1', '6.1.2', '7.2.1', '6.1.3', '6.1.4', '', '6.1.5 14.1.1'],
    ...['8.1.1 8.1.2', '8.1.3 8.2.3', '8.1.4', '8.2.1', '8.2.2', '13.2.1 13.2.2 13.2.3'],
    ...['9.1.1 9.1.2', '9.2.1', '9.2.4 9.3.1 9.4.3', '9.2.2 9.2.5 9.2.6', '15.1.1', '15.1.2'],
    ...['15.1.3', '15.2.1 15.2.2', '', '16.1.1', '16.1.4', '16.1.5', '16.1.6', '16.1.7'],
    ...['17.1.1 17.1.2 17.1.3', '', '18.1.1 18.1.5', '18.1.2', '18.1.3', '18.1.4', '18.2.1'],
    ...['18.2.2 18.2.3', '12.1.1'],
  ],
  '6': ['7.1.1', '7.1.2', '7.2.2', '7.2.3', '7.3.1', '13.2.4', '6.2.2', '16.1.2 16.1.3'],
  '7': [
    ...['11.1.1', '11.1.2 11.1.6', '11.1.3', '', '11.1.4', '11.1.5', '11.2.9', '11.2.1'],
    ...['11.2.6', '8.3.1 8.3.2 8.3.3 11.2.5', '11.2.2', '11.2.3', '11.2.4', '11.2.7'],
  ],
  '8': [
    ...['6.2.1 11.2.8', '9.2.3', '9.4.1', '9.4.5', '9.4.2', '12.1.3', '12.2.1', '12.6.1 18.2.3'],
    ...['', '', '', '', '12.3.1', '17.2.1', '12.4.1 12.4.2 12.4.3', '', '12.4.4', '9.4.4'],
    ...['12.5.1 12.6.2', '13.1.1', '13.1.2', '13.1.3', '', '10.1.1 10.1.2', '14.2.1'],
    ...['14.1.2 14.1.3', '14.2.5', '', '14.2.8 14.2.9', '14.2.7', '12.1.4 14.2.6'],
    ...['12.1.2 14.2.2 14.2.3 14.2.4', '14.3.1', '12.7.1'],
  ],
};

/**
 * From ISO/IEC 27001:2013 to 2022. Amendment 1:2024 came without a transition and is part of the later edition.
 * The days are those of IAF MD 26, issue 2; the origins of the controls those of ISO/IEC 27002:2022, annex B.
 */
export const transitionTo27001edition2022: StandardTransition = {
  fromEdition: '27001:2013',
  toEdition: '27001:2022',
  source: 'IAF MD 26:2023; ISO/IEC 27002:2022 annex B',
  publishedOn: '2022-10-25',
  decisionsUntil: '2024-04-30',
  cutOff: '2025-10-31',
  extraDays: { surveillance: 1, recertification: 0.5, separate: 1 },
  focus: ['6.1.3', '8.3'],
  origins: {
    ...Object.fromEntries(same.map((id) => [id, [id]])),
    '6.3': [],
    '9.2.1': ['9.2'],
    '9.2.2': ['9.2'],
    '9.3.1': ['9.3'],
    '9.3.2': ['9.3'],
    '9.3.3': ['9.3'],
    '10.1': ['10.2'],
    '10.2': ['10.1'],
    ...Object.fromEntries(Object.entries(controls).flatMap(originsIn)),
  },
};

function originsIn([theme, from]: readonly [string, readonly string[]]): [string, string[]][] {
  return from.map((ids, index) => [
    `A.${theme}.${String(index + 1)}`,
    ids.split(' ').flatMap((id) => (id === '' ? [] : [`A.${id}`])),
  ]);
}
