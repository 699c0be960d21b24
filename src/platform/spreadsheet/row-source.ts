import type { SheetRow } from './sheet.js';

/** Rows of a table that goes on in another sheet where one is full. */
export interface RowSource {
  /** At most so many rows; undefined where there are none left. */
  take(most: number): Promise<readonly SheetRow[] | undefined>;
  /** Looks ahead: true where there are no rows left. */
  isOver(): Promise<boolean>;
  /** Ends whatever makes the rows. */
  close(): Promise<void>;
}

export function rowSource(batches: AsyncIterable<readonly SheetRow[]>): RowSource {
  const iterator = batches[Symbol.asyncIterator]();
  let waiting: readonly SheetRow[] = [];
  let over = false;

  async function isOver(): Promise<boolean> {
    while (waiting.length === 0 && !over) {
      const next = await iterator.next();
      if (next.done === true) over = true;
      else waiting = next.value;
    }
    return waiting.length === 0;
  }

  return {
    isOver,
    async take(most) {
      if (await isOver()) return undefined;
      const taken = waiting.slice(0, most);
      waiting = waiting.slice(most);
      return taken;
    },
    async close() {
      over = true;
      waiting = [];
      await iterator.return?.();
    },
  };
}
