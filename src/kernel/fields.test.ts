import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  checkboxField,
  idField,
  lineField,
  listField,
  localDateField,
  optionalField,
  pageFields,
  periodField,
  searchField,
  textField,
  wholeNumberField,
} from './fields.js';

const REFUSED = Symbol('refused');

function read(field: z.ZodType, value: unknown): unknown {
  const parsed = field.safeParse(value);
  return parsed.success ? parsed.data : REFUSED;
}

const ID = '65f0a1b2c3d4e5f6a7b8c9d0';

type Row = [name: string, field: z.ZodType, value: unknown, result: unknown];

const rows: Row[] = [
  ['text is trimmed', textField(10), '  hello ', 'hello'],
  ['text keeps its lines, one kind of them', textField(20), 'one\r\ntwo\rthree', 'one\ntwo\nthree'],
  ['text of blanks', textField(10), '   ', REFUSED],
  ['text as long as allowed', textField(5), 'abcde', 'abcde'],
  ['text too long', textField(5), 'abcdef', REFUSED],
  ['text with a NUL', textField(10), 'a\u0000b', REFUSED],
  ['text with an escape', textField(10), 'a\u001bb', REFUSED],
  ['a number as text', textField(10), 5, REFUSED],
  ['an object as text', textField(10), { $ne: null }, REFUSED],
  ['a list as text', textField(10), ['a'], REFUSED],
  ['no text', textField(10), undefined, REFUSED],
  ['a line', lineField(20), 'Jae Pak', 'Jae Pak'],
  ['two lines', lineField(20), 'Jae\nBcc: x', REFUSED],
  ['an empty optional field', optionalField(textField(5)), '', undefined],
  ['an absent optional field', optionalField(textField(5)), undefined, undefined],
  ['a null optional field', optionalField(textField(5)), null, undefined],
  ['a wrong optional field', optionalField(textField(5)), 'too long', REFUSED],
  ['an id', idField(), ID, ID],
  ['an id with a digit too many', idField(), `${ID}0`, REFUSED],
  ['an id in upper case', idField(), ID.toUpperCase(), REFUSED],
  ['a path as id', idField(), '../x', REFUSED],
  ['an operator as id', idField(), { $ne: null }, REFUSED],
  ['a day', localDateField(), '2026-02-28', '2026-02-28'],
  ['a day that does not exist', localDateField(), '2026-02-31', REFUSED],
  ['a number as day', localDateField(), 20_260_228, REFUSED],
  ['a whole number', wholeNumberField(1, 10), 3, 3],
  ['a whole number from a form', wholeNumberField(1, 10), '3', 3],
  ['a number below', wholeNumberField(1, 10), 0, REFUSED],
  ['a number above', wholeNumberField(1, 10), '11', REFUSED],
  ['a fraction', wholeNumberField(1, 10), 1.5, REFUSED],
  ['a fraction from a form', wholeNumberField(1, 10), '1.5', REFUSED],
  ['digits with an exponent', wholeNumberField(1, 10_000), '1e3', REFUSED],
  ['hexadecimal digits', wholeNumberField(1, 100), '0x10', REFUSED],
  ['digits with blanks', wholeNumberField(1, 10), ' 3 ', REFUSED],
  ['full-width digits', wholeNumberField(1, 10), '３', REFUSED],
  ['true as number', wholeNumberField(0, 10), true, REFUSED],
  ['a list as number', wholeNumberField(0, 10), [5], REFUSED],
  ['nothing as number', wholeNumberField(0, 10), '', REFUSED],
  ['null as number', wholeNumberField(0, 10), null, REFUSED],
  ['NaN', wholeNumberField(0, 10), Number.NaN, REFUSED],
  ['infinity', wholeNumberField(0, 10), Number.POSITIVE_INFINITY, REFUSED],
  ['a billion', wholeNumberField(0, 1000), 1e9, REFUSED],
  ['a ticked box', checkboxField(), 'on', true],
  ['a box said true', checkboxField(), 'true', true],
  ['a box as JSON', checkboxField(), true, true],
  ['a box not ticked', checkboxField(), undefined, false],
  ['a box said false', checkboxField(), 'false', false],
  ['1 as box', checkboxField(), 1, REFUSED],
  ['yes as box', checkboxField(), 'yes', REFUSED],
  ['several values', listField(idField(), 3), [ID, ID], [ID, ID]],
  ['one value', listField(idField(), 3), ID, [ID]],
  ['no value', listField(idField(), 3), undefined, []],
  ['an empty value', listField(idField(), 3), '', []],
  ['too many values', listField(idField(), 1), [ID, ID], REFUSED],
  ['a wrong one among them', listField(idField(), 3), [ID, 'x'], REFUSED],
  ['a quarter', periodField(), '2025-Q4', '2025-Q4'],
  ['a year', periodField(), '2025', '2025'],
  ['all time', periodField(), 'all', 'all'],
  ['a search for a pattern', searchField(), ' (a+)+$ ', '(a+)+$'],
  ['a search with NUL', searchField(), 'a\u0000', REFUSED],
  ['a search of 101 characters', searchField(), 'a'.repeat(101), REFUSED],
  ['a fifth quarter', periodField(), '2025-Q5', REFUSED],
  ['a year as number', periodField(), 2025, REFUSED],
];

describe('fields', () => {
  it.each(rows)('%s', (_name, field, value, result) => {
    expect(read(field, value)).toEqual(result);
  });

  it('page and size have bounds and what they are without', () => {
    const schema = z.object(pageFields);
    expect(read(schema, {})).toEqual({ page: 1, size: 20 });
    expect(read(schema, { page: '3', size: '100' })).toEqual({ page: 3, size: 100 });
    for (const bad of [{ page: '0' }, { page: '-1' }, { size: '101' }, { size: '1e9' }, { page: 'x' }]) {
      expect(read(schema, bad)).toBe(REFUSED);
    }
  });
});
