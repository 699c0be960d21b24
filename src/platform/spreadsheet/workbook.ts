import type { Readable } from 'node:stream';
import { zipArchive, type ArchivedFile } from '../archive/index.js';
import { excelClock } from './excel-date.js';
import { rowSource } from './row-source.js';
import type { Sheet } from './sheet.js';
import { stylesXml } from './styles.js';
import { SHEET_LIMITS, worksheet, type SheetLimits } from './worksheet.js';
import { xmlText } from './xml-text.js';

export interface WorkbookOptions {
  readonly at: Date;
  /** The time zone in which instants are shown. */
  readonly zone: string;
  /** Less in tests. */
  readonly limits?: SheetLimits;
}

/** A sheet as it was written: one table may need several. */
interface WrittenSheet {
  readonly number: number;
  readonly name: string;
  readonly tab: number;
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const CONTENT = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/**
 * A workbook (XLSX) made while it is read, in memory that does not grow with its rows: text stands in the cells themselves,
 * and the parts that name the sheets come last. A table that is too long goes on in `<name> 2`.
 */
export function xlsxWorkbook(sheets: readonly Sheet[], options: WorkbookOptions): Readable {
  return zipArchive(partsOf(sheets, options));
}

async function* partsOf(sheets: readonly Sheet[], { at, zone, limits = SHEET_LIMITS }: WorkbookOptions) {
  const clock = excelClock(zone);
  const written: WrittenSheet[] = [];
  for (const sheet of sheets) {
    const source = rowSource(sheet.rows());
    let part = 1;
    do {
      const number = written.length + 1;
      written.push({ number, name: part === 1 ? sheet.name : `${sheet.name} ${part}`, tab: sheet.tab });
      const selected = sheet.tab === 1 && part === 1;
      yield {
        name: `xl/worksheets/sheet${number}.xml`,
        at,
        content: () => worksheet(sheet, source, { limits, clock, selected }),
      };
      part += 1;
    } while (!(await source.isOver()));
  }
  const inOrder = [...written].sort((one, other) => one.tab - other.tab || one.number - other.number);
  yield textPart('xl/styles.xml', stylesXml, at);
  yield textPart('xl/workbook.xml', workbookXml(inOrder), at);
  yield textPart('xl/_rels/workbook.xml.rels', relationsXml(written), at);
  yield textPart(
    '_rels/.rels',
    `${DECLARATION}<Relationships xmlns="${PACKAGE}/relationships">` +
      `<Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    at,
  );
  yield textPart('[Content_Types].xml', contentTypesXml(written), at);
}

function textPart(name: string, text: string, at: Date): ArchivedFile {
  return {
    name,
    at,
     
    async *content() {
      yield text;
    },
  };
}

function workbookXml(sheets: readonly WrittenSheet[]): string {
  const list = sheets.map(
    ({ name, number }) => `<sheet name="${xmlText(name)}" sheetId="${number}" r:id="rId${number}"/>`,
  );
  return (
    `${DECLARATION}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${OFFICE}">` +
    `<bookViews><workbookView activeTab="0"/></bookViews><sheets>${list.join('')}</sheets></workbook>`
  );
}

function relationsXml(sheets: readonly WrittenSheet[]): string {
  const list = sheets.map(
    ({ number }) =>
      `<Relationship Id="rId${number}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${number}.xml"/>`,
  );
  return (
    `${DECLARATION}<Relationships xmlns="${PACKAGE}/relationships">${list.join('')}` +
    `<Relationship Id="rId${sheets.length + 1}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`
  );
}

function contentTypesXml(sheets: readonly WrittenSheet[]): string {
  const list = sheets.map(
    ({ number }) => `<Override PartName="/xl/worksheets/sheet${number}.xml" ContentType="${CONTENT}.worksheet+xml"/>`,
  );
  return (
    `${DECLARATION}<Types xmlns="${PACKAGE}/content-types">` +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    '<Default Extension="xml" ContentType="application/xml"/>' +
    `<Override PartName="/xl/workbook.xml" ContentType="${CONTENT}.sheet.main+xml"/>` +
    `<Override PartName="/xl/styles.xml" ContentType="${CONTENT}.styles+xml"/>${list.join('')}</Types>`
  );
}
