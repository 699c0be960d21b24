import type { PersonActor } from '../../kernel/actor.js';
import type { Page, PageRequest } from '../../kernel/paging.js';
import type { ExportRequest } from '../reports/index.js';
import type { Export } from './export.js';

/** A file on its way to whoever asked for it. */
export interface ExportContent {
  readonly fileName: string;
  /** Media type. */
  readonly type: string;
  /** Bytes, where they are known. */
  readonly size: number | null;
  /** To be read to the end, or left. */
  readonly pieces: AsyncIterable<Buffer>;
}

export interface OpenedExport {
  readonly export: Export;
  /** Null where it takes longer than the reader waits; it then goes on and is kept. */
  readonly content: ExportContent | null;
}

/**
 * Files of points. Each is written to disk as it is made and read from there, so that neither its size nor a slow reader
 * holds anything up. What took longer than ten seconds is kept for a day; only who asked for it sees it.
 */
export interface ExportsModule {
  /**
   * Makes a file. Without `patience` it is read while it is being made, and given up where the reader leaves. With it, so
   * many milliseconds are waited for all of it; what takes longer goes on without a reader, and asking again for what is
   * being made begins nothing new.
   * @throws Forbidden; InvalidInput at `from` and `filters.<name>`; LimitExceeded `export.busy`; Conflict
   * `export.too_many_kept`; StorageFull
   */
  open(actor: PersonActor, request: ExportRequest, patience?: number): Promise<OpenedExport>;
  /** The actor's own, the newest first. @throws Forbidden */
  list(actor: PersonActor, page: PageRequest): Promise<Page<Export>>;
  /** @throws Forbidden; NotFound, also for somebody else's */
  byId(actor: PersonActor, id: string): Promise<Export>;
  /** A kept file; that it was taken is recorded. @throws Forbidden; NotFound `export.gone` */
  download(actor: PersonActor, id: string): Promise<ExportContent>;
  /** Gives up what is being made. @throws Forbidden; NotFound; Conflict `export.not_running` */
  cancel(actor: PersonActor, id: string): Promise<Export>;
  /** Deletes record and file. @throws Forbidden; NotFound; Conflict `export.running` */
  remove(actor: PersonActor, id: string): Promise<void>;
  /** Marks what a stopped process left behind as failed; how many there were. For when a process starts. */
  failInterrupted(): Promise<number>;
  /** Deletes what has expired or whose owner may not take it any more. */
  tidy(): Promise<void>;
  /** Ends what is being made in this process. */
  close(): Promise<void>;
  /** Waits for one that this process makes; for tests. */
  settled(id: string): Promise<void>;
}
