import { excelDay } from './excel-date.js';
import type { RowSource } from './row-source.js';
import type { CellValue, ColumnKind, Sheet, SheetRow } from './sheet.js';
import { STYLES, type StyleName } from './styles.js';
import { xmlText } from './xml-text.js';

/** How much one sheet may hold; what is more goes on in the next. */
export interface SheetLimits {
  /** Rows of the table, without head and totals. */
  readonly rows: number;
  /** Characters of XML, so that no part of the archive reaches 4 GB. */
  readonly characters: number;
}

/** Spreadsheets have 1 048 576 rows; some of them are for head and totals. */
export const SHEET_LIMITS: SheetLimits = { rows: 1_048_500, characters: 1_300_000_000 };

export interface WorksheetOptions {
  readonly limits: SheetLimits;
  readonly clock: (instant: Date) => number;
  /** The one that is open when the file is. */
  readonly selected: boolean;
}

const PLAIN: Readonly<Record<ColumnKind, StyleName>> = {
  text: 'plain',
  whole: 'whole',
  decimal: 'decimal',
  day: 'day',
  instant: 'instant',
};
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

/** One part `sheetN.xml` of a workbook: rows from the source until it is over or the sheet is full. */
export async function* worksheet(sheet: Sheet, source: RowSource, options: WorksheetOptions): AsyncGenerator<string> {
  const { columns, head } = sheet;
  const letters = columns.map((_, index) => columnLetters(index));
  const headerRow = head.length + 1;
  let row = headerRow;
  let characters = 0;
  let ended = false;
  try {
    yield start(sheet, headerRow, options.selected);
    yield head
      .map((line, index) => rowXml(index + 1, [cellOf(`A${index + 1}`, index === 0 ? 'title' : 'plain', line)]))
      .join('');
    yield rowXml(
      headerRow,
      columns.map(({ title }, index) => cellOf(`${letters[index] ?? ''}${headerRow}`, 'header', title)),
    );
    for (;;) {
      const left = Math.min(500, options.limits.rows - (row - headerRow));
      if (left <= 0 || characters >= options.limits.characters) break;
      const rows = await source.take(left);
      if (rows === undefined) break;
      const xml = rows.map((cells) => rowXml((row += 1), cellsOf(cells, row, false))).join('');
      characters += xml.length;
      yield xml;
    }
    const lastRow = row;
    if (sheet.totals !== undefined && (await source.isOver()))
      yield rowXml(row + 1, cellsOf(sheet.totals(), row + 1, true));
    yield end(`A${headerRow}:${letters.at(-1) ?? 'A'}${Math.max(lastRow, headerRow)}`);
    ended = true;
  } finally {
    if (!ended) await source.close();
  }

  function cellsOf(cells: SheetRow, number: number, bold: boolean): string[] {
    return cells.map((value, index) => {
      const kind = columns[index]?.kind ?? 'text';
      const style = bold ? (kind === 'decimal' ? 'boldDecimal' : kind === 'whole' ? 'boldWhole' : 'bold') : PLAIN[kind];
      return cellOf(`${letters[index] ?? ''}${number}`, style, value, kind);
    });
  }

  function cellOf(place: string, style: StyleName, value: CellValue, kind: ColumnKind = 'text'): string {
    if (value === null || value === '') return '';
    const number = numberOf(value, kind, options.clock);
    if (number !== undefined) return `<c r="${place}" s="${STYLES[style]}"><v>${number}</v></c>`;
    const text = xmlText(String(value));
    const shown = style === 'whole' || style === 'decimal' || style === 'day' || style === 'instant' ? 'plain' : style;
    return `<c r="${place}" s="${STYLES[shown]}" t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`;
  }
}

function numberOf(value: CellValue, kind: ColumnKind, clock: WorksheetOptions['clock']): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (value instanceof Date) return clock(value);
  return kind === 'day' && value !== null && /^\d{4}-\d{2}-\d{2}$/.test(value) ? excelDay(value) : undefined;
}

function rowXml(number: number, cells: readonly string[]): string {
  return `<row r="${number}">${cells.join('')}</row>`;
}

/** 0 -> A, 25 -> Z, 26 -> AA. */
export function columnLetters(index: number): string {
  const rest = Math.floor(index / 26);
  return (rest === 0 ? '' : columnLetters(rest - 1)) + String.fromCharCode(65 + (index % 26));
}

function start({ columns }: Sheet, headerRow: number, selected: boolean): string {
  const widths = columns.map(
    ({ width }, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`,
  );
  return (
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="${MAIN}">` +
    '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>' +
    `<sheetViews><sheetView${selected ? ' tabSelected="1"' : ''} workbookViewId="0">` +
    `<pane ySplit="${headerRow}" topLeftCell="A${headerRow + 1}" activePane="bottomLeft" state="frozen"/>` +
    `</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>${widths.join('')}</cols><sheetData>`
  );
}

function end(range: string): string {
  return (
    `</sheetData><autoFilter ref="${range}"/>` +
    '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>' +
    '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>'
  );
}
