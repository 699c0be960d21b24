/** Looks of cells, by their number in `stylesXml`. */
export const STYLES = {
  plain: 0,
  header: 1,
  whole: 2,
  decimal: 3,
  day: 4,
  instant: 5,
  title: 6,
  bold: 7,
  boldWhole: 8,
  boldDecimal: 9,
} as const;
export type StyleName = keyof typeof STYLES;

/** Number format, font, fill of each, in the order of STYLES. 164 and up are formats of this file's own. */
const LOOKS: readonly (readonly [format: number, font: number, fill: number])[] = [
  [0, 0, 0],
  [0, 1, 2],
  [3, 0, 0],
  [166, 0, 0],
  [164, 0, 0],
  [165, 0, 0],
  [0, 2, 0],
  [0, 1, 0],
  [3, 1, 0],
  [166, 1, 0],
];

/** The part `xl/styles.xml`. Format 3 is `#,##0`, which every spreadsheet groups as its reader does. */
export const stylesXml =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
  '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' +
  '<numFmts count="3"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>' +
  '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/><numFmt numFmtId="166" formatCode="0.0"/></numFmts>' +
  '<fonts count="3"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font>' +
  '<font><b/><sz val="14"/><name val="Calibri"/></font></fonts>' +
  '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>' +
  '<fill><patternFill patternType="solid"><fgColor rgb="FFE8ECF4"/><bgColor indexed="64"/></patternFill></fill></fills>' +
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
  `<cellXfs count="${LOOKS.length}">${LOOKS.map(
    ([format, font, fill]) =>
      `<xf numFmtId="${format}" fontId="${font}" fillId="${fill}" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1"/>`,
  ).join('')}</cellXfs>` +
  '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>';
