import type { Actor } from '../../kernel/actor.js';
import type { Page, PageRequest } from '../../kernel/paging.js';
import type { Unit } from '../../kernel/units.js';
import type { ConfirmOptions, Import, ImportKind, ImportMode, ReasonGroup, RowChange, RowProblem } from './import.js';
import type { ForgottenPerson } from './forget-person.js';
import type { Mapping, SavedMapping } from './mapping/mapping.js';
import type { MappingSheet } from './mapping/mapping-sheet.js';

export interface PeopleFile {
  /** Of the file on this machine, read here and left where it is. */
  readonly path: string;
  /** As it was uploaded. */
  readonly name: string;
  /** `create` unless said. */
  readonly mode?: ImportMode;
  /** True where somebody will say which column is which; files with a saved mapping need not say so. */
  readonly mapColumns?: boolean;
}

/** A file of any kind; modes and columns of its own are for people. */
export interface UploadedImport extends PeopleFile {
  readonly kind: ImportKind;
  /** Where the kind belongs to one. */
  readonly unit?: Unit | null;
  /** Rows that repeat what somebody has for the same category and day are meant so. False unless said. */
  readonly acknowledgeDuplicates?: boolean;
}

export interface ImportColumn {
  readonly name: string;
  readonly hint: string;
  readonly required: boolean;
}

/** Which imports are listed; for HR administration all of the organization unless `own`, for others the own ones. */
export interface ImportFilter {
  readonly kind?: ImportKind | undefined;
  readonly unit?: Unit | undefined;
  readonly own?: boolean | undefined;
}

/** Files that become records, in two steps: a dry run that writes nothing, then the confirmation. */
export interface ImportsModule {
  /**
   * Takes in a file and checks it as `checkPeople`. Files of units are imports of their own for every uploader.
   * @throws as `checkPeople`
   */
  check(actor: Actor, file: UploadedImport): Promise<Import>;
  /**
   * Takes in a people file and checks it; a large one goes on being checked after the answer. The same content, however
   * it is written, is the same import as long as mode and mapping are the same: what is waiting is checked anew, what is
   * running or complete is returned as it is.
   * @throws Forbidden; TooLarge; InvalidInput `import.unreadable` at `file`
   */
  checkPeople(actor: Actor, file: PeopleFile): Promise<Import>;
  /**
   * Confirms an import and writes its good rows. Answers when all are written or after a moment, whichever is first; the
   * work then goes on. Confirming again changes nothing, and takes up a run that stopped.
   * @throws Forbidden, also for who may only look; NotFound; Conflict `import.not_checked`; RuleBroken `import.nothing_valid`, for all or nothing
   * `import.has_invalid_rows` or `import.too_many_rows`
   */
  confirm(actor: Actor, id: string, options?: ConfirmOptions): Promise<Import>;
  /** Gives up an import that is not confirmed, and deletes its rows. @throws Forbidden; NotFound; Conflict `import.not_discardable` */
  discard(actor: Actor, id: string): Promise<Import>;
  /** Files of people for HR administration, others for who uploaded them, and to be looked at for HR. @throws NotFound */
  byId(actor: Actor, id: string): Promise<Import>;
  /** The newest first; without problems. */
  list(actor: Actor, page: PageRequest, filter?: ImportFilter): Promise<Page<Import>>;
  /** In the order of the file; of one reason alone where one is given. @throws Forbidden; NotFound */
  problems(
    actor: Actor,
    id: string,
    page: PageRequest,
    group?: Pick<ReasonGroup, 'column' | 'reason'>,
  ): Promise<Page<RowProblem>>;
  /** What rows change of people who are there, field by field. @throws Forbidden; NotFound */
  changes(actor: Actor, id: string, page: PageRequest): Promise<Page<RowChange>>;
  /**
   * The rows that were not written, as the CSV file to mend and upload again, with a column `problem`.
   * @throws when reading starts: Forbidden; NotFound, `import.rows_deleted` after 30 days
   */
  failedRows(actor: Actor, id: string): AsyncIterable<string>;
  /** The file to fill in: the header and a line that says what goes where. @throws Forbidden */
  template(actor: Actor, kind: ImportKind, unit?: Unit | null): string;
  /** The columns of a kind, in the order of its template, with what goes into each. */
  columns(kind: ImportKind): readonly ImportColumn[];

  /** A file's columns, their values and what a mapping makes of them. @throws Forbidden; NotFound; Conflict `import.not_mappable` */
  sheet(actor: Actor, id: string): Promise<MappingSheet>;
  /**
   * Says how the columns of a file are read, without checking it yet.
   * @throws Forbidden; NotFound; InvalidInput; Conflict `import.not_mappable`
   */
  map(actor: Actor, id: string, mapping: Mapping): Promise<Import>;
  /**
   * Checks a file as it is mapped; where the same was checked before, that import is the answer.
   * @throws Forbidden; NotFound; RuleBroken `import.not_mapped`; Conflict `import.not_mappable`
   */
  checkMapped(actor: Actor, id: string): Promise<Import>;
  /** Keeps a mapping under a name; one of that name is replaced. @throws Forbidden; NotFound; InvalidInput */
  saveMapping(actor: Actor, importId: string, name: string): Promise<SavedMapping>;
  /** By name. @throws Forbidden */
  mappings(actor: Actor): Promise<SavedMapping[]>;
  /** @throws Forbidden; NotFound */
  mappingById(actor: Actor, id: string): Promise<SavedMapping>;
  /** @throws Forbidden; NotFound; InvalidInput; RuleBroken `mapping.name_taken` at `name` */
  changeMapping(actor: Actor, id: string, name: string, mapping: Mapping): Promise<SavedMapping>;
  /** @throws Forbidden; NotFound */
  deleteMapping(actor: Actor, id: string): Promise<void>;

  /** Resolves when no run of this process works on the import any more. */
  settled(id: string): Promise<void>;
  /** Takes up everything that an earlier process left behind, in all organizations; resolves when it is done. */
  resumeInterrupted(): Promise<number>;
  /** Empties somebody's rows in files that are still kept, for an erasure; how many there were. Can be done again. */
  forgetPerson(person: ForgottenPerson): Promise<number>;
  /** Deletes rows of files that are older than 30 days, in all organizations; takes up what has not moved for long. */
  tidy(): Promise<void>;
}
