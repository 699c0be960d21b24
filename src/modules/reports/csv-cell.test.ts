import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { describe, expect, it } from 'vitest';
import { csvCell } from './csv-cell.js';

describe('a cell of an export', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '\uff1d1+1', '=HYPERLINK("http://evil")'])(
    '%j becomes text',
    (text) => {
      expect(csvCell(text)).toBe(`'${text}`);
    },
  );

  it.each(['', 'Dylan Miller', 'a=b', ' 1', '1-2', "'=1", 'Müller'])('%j stays as it is', (text) => {
    expect(csvCell(text)).toBe(text);
  });

  it('stays a number where it is one', () => {
    expect(csvCell(-100)).toBe(-100);
  });

  it('never starts a formula, whatever the text, and survives being written and read', () => {
    const hostile = fc.tuple(
      fc.constantFrom('', '=', '+', '-', '@', '\t', '\r', '"', ';'),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 1 }), (cells) => {
        const row = cells.map(([start, rest]) => csvCell(start + rest));
        const [read = []] = parse(stringify([row], { record_delimiter: '\r\n', quoted: true }), {
          record_delimiter: '\r\n',
        });
        expect(read).toEqual(row);
        for (const cell of read) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
      }),
    );
  });
});
