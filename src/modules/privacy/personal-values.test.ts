import { describe, expect, test } from 'vitest';
import { personalValues, pseudonymOf, replacement, valuesInTexts } from './personal-values.js';

const values = personalValues([
  { name: "Reuben D'sa", email: 'reuben1@adventure-works.com', phone: '819-555-0175', employeeId: 'AW0297' },
  { name: 'Houman', email: 'houman0@adventure-works.com', phone: '55', employeeId: '7' },
  { name: "Reuben D'sa", phone: 42 },
  {},
]);
const pseudonym = { name: 'Erased person 1', email: 'erased-1@erased.invalid', employeeId: 'ERASED-1' };

test('values are those that were ever known, each once', () => {
  expect(values).toEqual({
    names: ["Reuben D'sa", 'Houman'],
    emails: ['reuben1@adventure-works.com', 'houman0@adventure-works.com'],
    phones: ['819-555-0175', '55'],
    employeeIds: ['AW0297', '7'],
  });
});

describe('replacing in texts', () => {
  const replace = replacement(valuesInTexts(values, new Set()), pseudonym);
  test.each([
    ["Reuben D'sa raised a request.", 'Erased person 1 raised a request.'],
    ["REUBEN  D'SA, twice: Reuben\nD'sa", 'Erased person 1, twice: Erased person 1'],
    ['Reuben D&#39;sa in a mail', 'Erased person 1 in a mail'],
    ["/people?q=Reuben%20D'sa", '/people?q=Erased person 1'],
    ['Write to Reuben1@Adventure-Works.com.', 'Write to erased-1@erased.invalid.'],
    ['reuben1%40adventure-works.com', 'erased-1@erased.invalid'],
    ['Call 819-555-0175 now', 'Call  now'],
    ['(AW0297)', '(ERASED-1)'],
    // Others and words that only look alike.
    ["Reuben D'sab and AReuben D'sa", "Reuben D'sab and AReuben D'sa"],
    ['xreuben1@adventure-works.com', 'xreuben1@adventure-works.com'],
    ['AW02975', 'AW02975'],
    ['Houman, 55 and 7', 'Houman, 55 and 7'],
    ['', ''],
  ])('%j becomes %j', (text, expected) => {
    expect(replace(text)).toBe(expected);
  });

  test('a name that somebody else has stays in texts', () => {
    const careful = replacement(valuesInTexts(values, new Set(["Reuben D'sa"])), pseudonym);
    expect(careful("Reuben D'sa <reuben1@adventure-works.com>")).toBe("Reuben D'sa <erased-1@erased.invalid>");
  });

  test('nobody with nothing replaces nothing', () => {
    expect(replacement(personalValues([]), pseudonym)('any text')).toBe('any text');
  });
});

test('the pseudonym is the same each time and reaches nobody', () => {
  const id = '6914226054ef0eb1f0100509';
  expect(pseudonymOf({ id })).toEqual(pseudonymOf({ id }));
  expect(pseudonymOf({ id }).email).toBe(`erased-${id}@erased.invalid`);
});
