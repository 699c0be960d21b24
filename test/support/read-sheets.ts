import readXlsx from 'read-excel-file/node';

type Cells = (string | number | boolean | Date | null)[][];

/** One table of a workbook. */
export interface ReadSheet {
  readonly name: string;
  /** The lines above the table. */
  readonly head: readonly string[];
  /** By the names of the columns, without totals. */
  readonly rows: readonly Record<string, Cells[number][number]>[];
  readonly totals: Record<string, Cells[number][number]> | undefined;
}

/** The tables of a workbook below their heads. */
export async function readSheets(bytes: Buffer): Promise<ReadSheet[]> {
  const sheets = (await readXlsx(bytes)) as unknown as { sheet: string; data: Cells }[];
  return sheets.map(({ sheet, data }) => {
    const start = data.findIndex((row) => row[1] !== null);
    const [titles = [], ...rows] = data.slice(start);
    const named = rows.map((row) =>
      Object.fromEntries(titles.map((title, index) => [String(title), row[index] ?? null])),
    );
    const first = String(titles[0]);
    return {
      name: sheet,
      head: data.slice(0, start).map(([line]) => String(line)),
      rows: named.filter((row) => row[first] !== 'Total'),
      totals: named.find((row) => row[first] === 'Total'),
    };
  });
}
