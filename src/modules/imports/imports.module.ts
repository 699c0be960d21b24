import type { Actor } from '../../kernel/actor.js';
import type { ConfirmOptions, Import } from './import.js';

/** Files that become records, in two steps: a dry run that writes nothing, then the confirmation. */
export interface ImportsModule {
  /**
   * Checks an uploaded people file. The same content, however it is written, is the same import: what is waiting is
   * checked anew, what is running or complete is returned as it is.
   * @param file `path` of the file on this machine, read here and left where it is; `name` as it was uploaded
   * @throws Forbidden; TooLarge; InvalidInput `import.unreadable` at `file`
   */
  checkPeople(actor: Actor, file: { readonly path: string; readonly name: string }): Promise<Import>;
  /**
   * Confirms an import and writes its good rows. Answers when all are written or after a moment, whichever is first; the
   * work then goes on. Confirming again changes nothing, and takes up a run that stopped.
   * @throws Forbidden; NotFound; RuleBroken `import.nothing_valid`, or `import.has_invalid_rows` for all or nothing
   */
  confirm(actor: Actor, id: string, options?: ConfirmOptions): Promise<Import>;
  /** @throws Forbidden; NotFound */
  byId(actor: Actor, id: string): Promise<Import>;
  /** The newest first. @throws Forbidden */
  recent(actor: Actor, limit: number): Promise<Import[]>;
  /**
   * The rows that were not written, as the CSV file to mend and upload again, with a column `problem`.
   * @throws Forbidden at once; NotFound when reading starts
   */
  failedRows(actor: Actor, id: string): AsyncIterable<string>;
  /** Resolves when no run of this process works on the import any more. */
  settled(id: string): Promise<void>;
  /** Takes up every run that an earlier process left behind, in all organizations; resolves when they are done. */
  resumeInterrupted(): Promise<number>;
}
