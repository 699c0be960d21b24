export { xlsxWorkbook, type WorkbookOptions } from './workbook.js';
export type { CellValue, ColumnKind, Sheet, SheetColumn, SheetRow } from './sheet.js';
