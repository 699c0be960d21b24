import type { Actor, PersonActor } from '../../../kernel/actor.js';
import { Forbidden } from '../../../kernel/errors.js';
import type { Unit } from '../../../kernel/units.js';
import type { PeopleModule } from '../../people/index.js';
import type { BatchTrial, ClaimBatch, RowRefusal, RowVerdict } from '../../requests/index.js';
import type { CellProblem, KeptRow } from '../import-chunk.model.js';
import type { ImportKind } from '../import.js';
import type { ImportContext, KindOfImport, StagedFile, StagedRow, Verdict, WritableRow } from '../kind-of-import.js';
import { columnOfClaim } from './claim-columns.js';
import type { NamedPeople } from './read-claim.js';

type Values = Readonly<Record<string, string>>;

/** Chunks that are judged together: fewer queries, and still few rows in memory. */
const CHUNKS_AT_ONCE = 5;

/** What a row says, or what is wrong with its cells. */
export interface ClaimReading<R> {
  readonly claim: R | undefined;
  readonly problems: readonly CellProblem[];
}

/** What makes one kind of file whose rows are claims of a unit. */
export interface ClaimFile<R> {
  readonly kind: ImportKind;
  readonly optional: readonly string[];
  /** All columns in the order of the template, and what goes into each; the line passes no check. */
  readonly hints: Readonly<Record<string, string>>;
  readonly batch: ClaimBatch<R>;
  mayImport(actor: PersonActor, unit: Unit): boolean;
  read(values: Values, people: NamedPeople, context: ImportContext): ClaimReading<Omit<R, 'id' | 'line'>>;
  /** Refusals in words of a file, by code, where those of the form do not fit. */
  readonly words: Readonly<Record<string, (message: string) => string>>;
  readonly conclude?: KindOfImport['conclude'];
}

interface ReadRow<R> {
  readonly staged: StagedRow | WritableRow;
  readonly row: R | undefined;
  readonly problems: readonly CellProblem[];
}

const GONE: CellProblem = { column: '', message: 'Whoever uploaded this file has no account any more.' };

/** A kind of file whose rows are judged and made by a batch of the requests: the rules are theirs. */
export function claimKind<R extends { readonly id: string }>(
  file: ClaimFile<R>,
  people: Pick<PeopleModule, 'byEmployeeIds'>,
): KindOfImport {
  const columns = Object.keys(file.hints);
  const required = columns.filter((column) => !file.optional.includes(column));

  async function read(rows: readonly (StagedRow | WritableRow)[], context: ImportContext): Promise<ReadRow<R>[]> {
    const named = rows.flatMap(({ values }) => [values['employee_id'] ?? '', values['validator_employee_id'] ?? '']);
    const found = await people.byEmployeeIds([...new Set(named.filter((name) => name !== ''))]);
    return rows.map((staged) => {
      const { claim, problems } = file.read(staged.values, found, context);
      const row = claim === undefined ? undefined : ({ ...claim, id: staged.id, line: staged.line } as unknown as R);
      return { staged, row: problems.length === 0 ? row : undefined, problems };
    });
  }

  async function judge(staged: readonly StagedRow[], trial: BatchTrial<R> | undefined, context: ImportContext) {
    const rows = await read(staged, context);
    const readable = rows.flatMap(({ row, staged: { problems } }) =>
      row === undefined || problems.length > 0 ? [] : [row],
    );
    const verdicts = trial === undefined ? [] : await trial.judge(readable);
    const byId = new Map(readable.map(({ id }, place) => [id, verdicts[place]]));
    return rows.map((one) => kept(one, byId.get(one.staged.id), trial === undefined));
  }

  function kept({ staged, problems }: ReadRow<R>, verdict: RowVerdict | undefined, isGone: boolean): KeptRow {
    const { line, id, cells } = staged;
    // A cell too many moves all that follow; what they hold says nothing then.
    const own = staged.problems.length > 0 ? staged.problems : problems;
    const found = isGone ? [GONE] : own.length > 0 ? own : problemsOf(verdict);
    return {
      ...{ line, id, action: 'create', changes: [], links: {}, cells: { ...cells }, done: false },
      problems: [...found],
      ...(found.length === 0 && verdict !== undefined && { worth: worthOf(verdict) }),
    };
  }

  function problemsOf(verdict: RowVerdict | undefined): CellProblem[] {
    return verdict?.refusal === undefined ? [] : [inWords(verdict.refusal)];
  }

  function inWords({ code, path, message, reason }: RowRefusal): CellProblem {
    const words = file.words[code] ?? ((text: string) => text);
    return {
      column: columnOfClaim(path),
      message: words(message),
      ...(reason !== undefined && { reason: words(reason) }),
    };
  }

  async function* check(staged: StagedFile, actor: Actor, context: ImportContext): AsyncGenerator<Verdict, void> {
    const { unit } = context;
    const trial = actor.kind === 'person' && unit !== null ? file.batch.trial(actor, unit) : undefined;
    for (let first = 0; first < staged.chunks; first += CHUNKS_AT_ONCE) {
      const sizes: [chunk: number, rows: StagedRow[]][] = [];
      for (let chunk = first; chunk < Math.min(first + CHUNKS_AT_ONCE, staged.chunks); chunk += 1) {
        sizes.push([chunk, await staged.rows(chunk)]);
      }
      const rows = await judge(
        sizes.flatMap(([, each]) => each),
        trial,
        context,
      );
      const judged = new Map<number, KeptRow[]>();
      let from = 0;
      for (const [chunk, { length }] of sizes) judged.set(chunk, rows.slice(from, (from += length)));
      yield { judged };
    }
  }

  async function write(actor: Actor, rows: readonly WritableRow[], context: ImportContext): Promise<KeptRow[]> {
    const { unit, importId } = context;
    const waiting = rows.filter(({ problems, done }) => problems.length === 0 && !done);
    const outcome = new Map<string, Partial<KeptRow>>();
    const fail = (id: string, problems: readonly CellProblem[]) => outcome.set(id, { problems: [...problems] });
    if (actor.kind !== 'person' || unit === null) {
      for (const { id } of waiting) fail(id, [GONE]);
    } else {
      const found = await read(waiting, context);
      const confirmed = new Map(waiting.map(({ id, worth }) => [id, worth?.points]));
      const good = found.flatMap(({ row }) => (row === undefined ? [] : [{ ...row, points: confirmed.get(row.id) }]));
      for (const { staged, problems } of found) if (problems.length > 0) fail(staged.id, problems);
      const verdicts = await file.batch.write(actor, unit, good, `import/${importId}`);
      verdicts.forEach((verdict, place) => {
        const id = good[place]?.id ?? '';
        if (verdict.refusal !== undefined) fail(id, problemsOf(verdict));
        else outcome.set(id, { done: true, worth: worthOf(verdict) });
      });
    }
    return rows.map(({ values: _values, ...row }) => ({ ...row, ...outcome.get(row.id) }));
  }

  return {
    kind: file.kind,
    mappable: false,
    hints: file.hints,
    shape: () => ({ required, oneOf: [], optional: file.optional, ignored: ['problem'] }),
    ...{ dateColumns: [], nameColumns: [], rowColumns: [], secretColumns: [] },
    assertMayImport(actor, unit) {
      if (actor.kind !== 'person' || unit === null || !file.mayImport(actor, unit)) throw new Forbidden();
    },
    actsForUploader: true,
    check,
    passes: 1,
    prepare: () => Promise.resolve(undefined),
    write: (_pass, actor, rows, _prepared, options) => write(actor, rows, options),
    ...(file.conclude !== undefined && { conclude: file.conclude }),
  };
}

function worthOf({ points, deciderId }: RowVerdict) {
  return { points, deciderId };
}
