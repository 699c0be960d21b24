import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { csvLine, withoutNeutralising } from './csv.js';

describe('a line of CSV', () => {
  it.each([
    [['a', 'b'], 'a,b\r\n'],
    [['a,b', 'say "hi"'], '"a,b","say ""hi"""\r\n'],
    [['=1+1', '+49 30', '-5', '@me', '\tx'], `'=1+1,'+49 30,'-5,'@me,"'\tx"\r\n`],
    [[-5, 0, null], '-5,0,\r\n'],
    [['two\nlines', ' blank'], '"two\nlines"," blank"\r\n'],
  ])('%j', (cells, line) => {
    expect(csvLine(cells)).toBe(line);
  });

  it('never starts a formula, whatever the cells hold, and can be read back', () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^[=+\-@\t\r"'; ,\n]{1,5}.{0,5}$/));
    fc.assert(
      fc.property(
        fc.array(
          text.filter((value) => !/^'[=+\-@\t\r]/.test(value)),
          { minLength: 2, maxLength: 6 },
        ),
        (cells) => {
          const [read = []] = parse(csvLine(cells), { record_delimiter: '\r\n' });
          expect(read.filter((value) => /^[=+\-@\t\r]/.test(value))).toEqual([]);
          expect(read.map(withoutNeutralising)).toEqual(cells);
        },
      ),
      { numRuns: 500 },
    );
  });
});
