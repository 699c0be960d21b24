import fc from 'fast-check';
import readXlsx from 'read-excel-file/node';
import { describe, expect, it } from 'vitest';
import { readZip } from '../../../test/support/read-zip.js';
import { excelClock, excelDay } from './excel-date.js';
import type { Sheet, SheetRow } from './sheet.js';
import { xlsxWorkbook } from './workbook.js';
import { columnLetters, SHEET_LIMITS } from './worksheet.js';
import { xmlText } from './xml-text.js';

const OPTIONS = { at: new Date('2025-11-12T06:00:00Z'), zone: 'Asia/Kolkata' };

async function bytesOf(sheets: readonly Sheet[], limits = SHEET_LIMITS): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of xlsxWorkbook(sheets, { ...OPTIONS, limits })) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

function sheet(name: string, tab: number, batches: readonly (readonly SheetRow[])[], totals?: SheetRow): Sheet {
  return {
    name,
    tab,
    head: ['Title', 'What it is'],
    columns: [
      { title: 'Text', kind: 'text', width: 20 },
      { title: 'Number', kind: 'whole', width: 10 },
    ],
    async *rows() {
      for (const batch of batches) yield await Promise.resolve(batch);
    },
    ...(totals !== undefined && { totals: () => totals }),
  };
}

describe('a workbook', () => {
  it('shows its sheets by their tabs, goes on in another where one is full, and has totals at the end alone', async () => {
    const rows = (count: number) => Array.from({ length: count }, (_, index): SheetRow => [`row ${index}`, index]);
    const bytes = await bytesOf(
      [sheet('Long', 2, [rows(3), rows(4)], ['Total', 9]), sheet('First', 1, [rows(1)]), sheet('Empty', 3, [])],
      { ...SHEET_LIMITS, rows: 3 },
    );
    const found = (await readXlsx(bytes)) as unknown as { sheet: string; data: unknown[][] }[];
    expect(found.map((one) => [one.sheet, one.data.length])).toEqual([
      ['First', 4],
      ['Long', 6],
      ['Long 2', 6],
      ['Long 3', 5],
      ['Empty', 3],
    ]);
    expect(found.flatMap(({ data }) => data).filter(([first]) => first === 'Total')).toEqual([['Total', 9]]);
    const parts = readZip(bytes);
    const first = parts.get('xl/worksheets/sheet1.xml')?.toString() ?? '';
    expect(first).toContain('<pane ySplit="3" topLeftCell="A4" activePane="bottomLeft" state="frozen"/>');
    expect(first).toContain('<autoFilter ref="A3:B6"/>');
    expect(first).not.toContain('<f>');
  });

  it('gives back every text as text, whatever it looks like', async () => {
    const texts = fc.array(
      fc.tuple(
        fc.constantFrom('', '=', '+', '-', '@', '1', '2025-01-01', '<c>', '&amp;', ' '),
        fc.string({ unit: 'grapheme' }),
      ),
      { minLength: 1, maxLength: 20 },
    );
    await fc.assert(
      fc.asyncProperty(texts, async (cells) => {
        // What XML and the escapes of spreadsheets make of some characters is looked at below.
        const given = cells.map(([start, rest]) => `x${start}${rest}`.replace(/[^\P{C}]|_x|\s/gu, '.'));
        const bytes = await bytesOf([sheet('A', 1, [given.map((text): SheetRow => [text, 1])])]);
        const [found] = (await readXlsx(bytes)) as unknown as { data: unknown[][] }[];
        expect(found?.data.slice(3)).toEqual(given.map((text) => [text, 1]));
      }),
      { numRuns: 25 },
    );
  });

  it.each([
    ['a < b & "c"', 'a &lt; b &amp; &quot;c&quot;'],
    ['one\r\ntwo\ttab', 'one_x000D_\ntwo\ttab'],
    ['bell\u0007 and \ud800 half', 'bell and \ufffd half'],
    ['_x0041_ stays', '_x005F_x0041_ stays'],
    ['😀 whole', '😀 whole'],
  ])('%j is written as %j', (text, xml) => expect(xmlText(text)).toBe(xml));

  it('cuts off what no cell holds', () => {
    expect(xmlText('a'.repeat(40_000))).toHaveLength(32_767);
  });

  it.each([
    ['1900-03-01', 61],
    ['2025-11-12', 45_973],
  ])('the day %s is number %i', (day, number) => expect(excelDay(day)).toBe(number));

  it('shows instants as the clocks of the zone, also on the day they change', () => {
    const berlin = excelClock('Europe/Berlin');
    const hours = (iso: string) => Math.round((berlin(new Date(iso)) % 1) * 24 * 100) / 100;
    expect([hours('2025-10-26T00:59:00Z'), hours('2025-10-26T01:01:00Z')]).toEqual([2.98, 2.02]);
    expect(excelClock('Asia/Kolkata')(new Date('2025-11-12T18:30:00Z'))).toBe(45_974);
  });

  it.each([
    [0, 'A'],
    [25, 'Z'],
    [26, 'AA'],
    [701, 'ZZ'],
    [702, 'AAA'],
  ])('column %i is %s', (index, letters) => expect(columnLetters(index)).toBe(letters));

  it('ends what makes the rows when nobody reads any more', async () => {
    let ended = false;
    const endless: Sheet = {
      ...sheet('A', 1, []),
      async *rows() {
        try {
          for (;;) yield await Promise.resolve([['text '.repeat(200), 1]]);
        } finally {
          ended = true;
        }
      },
    };
    for await (const _piece of xlsxWorkbook([endless], OPTIONS)) break;
    await expect.poll(() => ended).toBe(true);
  });
});
