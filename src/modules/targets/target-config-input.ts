import { z } from 'zod';
import { listField, localDateField, optionalField, wholeNumberField } from '../../kernel/fields.js';
import { MAX_POINTS } from '../../kernel/points.js';
import type { BasisPoints } from '../../kernel/utilization.js';
import type { Milestone, TargetConfig } from './target-config.js';
import { targetConfigSchema } from './target-config.schema.js';

const MAX_GRADES = 100;
const MAX_ROWS = 40;
const PER_CENT = /^(\d{1,3})(?:[.,](\d{1,2}))?\s*%?$/;

const revision = optionalField(wholeNumberField(0, 999_999_999));
/** What a cell of a form holds; judged together with its row. */
const cells = (max: number) => listField(z.string().max(20).trim(), max);

/**
 * What central sets, as a program sends it (`quarterly`, `milestones`, `utilizationThreshold` in hundredths of a per
 * cent, `bonusCap`), or as a form does: lists of cells in the order of their rows, and the threshold in per cent.
 */
const fields = {
  effectiveFrom: z.string({ error: 'Choose the day from which this applies.' }).max(20),
  /** Where the form says `other`. */
  otherDay: optionalField(z.string().max(20)),
  revision,
  quarterly: z.record(z.string().max(20), z.unknown()).optional(),
  milestones: z.array(z.unknown()).max(MAX_ROWS).optional(),
  utilizationThreshold: z.unknown().optional(),
  bonusCap: z.unknown().optional(),
  'grades[]': cells(MAX_GRADES).optional(),
  'targets[]': cells(MAX_GRADES).optional(),
  'shares[]': cells(MAX_ROWS).optional(),
  'q1[]': cells(MAX_ROWS).optional(),
  'q2[]': cells(MAX_ROWS).optional(),
  'q3[]': cells(MAX_ROWS).optional(),
  'q4[]': cells(MAX_ROWS).optional(),
  threshold: z.string().max(20).optional(),
};

type Flat = z.output<z.ZodObject<typeof fields>>;

export interface TargetConfigFields {
  readonly effectiveFrom: string;
  readonly revision: number | undefined;
  readonly config: TargetConfig;
}

const QUARTERS = ['q1[]', 'q2[]', 'q3[]', 'q4[]'] as const;
const WHOLE = 'A whole number from 0.';
const share = wholeNumberField(1, 1000, 'A share in whole per cent, from 1 to 1000.');
const amount = wholeNumberField(0, MAX_POINTS, WHOLE);

/** A configuration and the day from which it applies. Mistakes in rows are named by the row as it was sent. */
export const targetConfigInput = z.strictObject(fields).transform(readConfig);

/** The same to be looked at first; `edit` (`add`, `back` or the number of a row to remove) only changes the form. */
export const targetConfigPreviewInput = z
  .strictObject({ ...fields, edit: optionalField(z.string().regex(/^(?:add|back|\d{1,2})$/)) })
  .transform(({ edit, ...input }, context) => (edit === undefined ? readConfig(input, context) : null));

function readConfig(input: Flat, context: z.RefinementCtx): TargetConfigFields {
  const problem = (path: string, message: string) => {
    context.addIssue({ code: 'custom', path: path.split('.'), message });
  };
  const rows = input['shares[]'] === undefined ? undefined : milestoneRows(input, problem);
  const candidate = {
    quarterly: input.quarterly ?? targetsOf(input),
    milestones: rows ?? input.milestones,
    utilizationThreshold: input.threshold === undefined ? input.utilizationThreshold : basisPoints(input.threshold),
    bonusCap: input.bonusCap,
  };
  const day = localDateField().safeParse(input.effectiveFrom === 'other' ? input.otherDay : input.effectiveFrom);
  if (!day.success) problem('effectiveFrom', 'Give a day that exists, as YYYY-MM-DD.');
  const parsed = targetConfigSchema.safeParse(candidate);
  for (const { path, message } of parsed.error?.issues ?? []) {
    // Rows of a form were judged one by one already.
    if (rows !== undefined && path[0] === 'milestones') continue;
    problem(path.join('.'), message);
  }
  if (!parsed.success || !day.success) return z.NEVER;
  return { effectiveFrom: day.data, revision: input.revision, config: parsed.data };
}

/** Grades with a target; an empty cell means that the grade has none. */
function targetsOf(input: Flat): Record<string, string> {
  const grades = input['grades[]'] ?? [];
  const targets = input['targets[]'] ?? [];
  const pairs = grades.map((grade, row): [string, string] => [grade, targets[row] ?? '']);
  return Object.fromEntries(pairs.filter(([, text]) => text !== ''));
}

/** Milestones by their share, whatever the order of the rows; a row without anything in it is none. */
function milestoneRows(input: Flat, problem: (path: string, message: string) => void): Milestone[] {
  const known = new Set<number>();
  const read = (input['shares[]'] ?? []).flatMap((text, row): Milestone[] => {
    const typed = QUARTERS.map((quarter) => input[quarter]?.[row] ?? '');
    if (text === '' && typed.every((one) => one === '')) return [];
    const percent = share.safeParse(text);
    if (!percent.success) {
      problem(`milestones.${row}.percent`, text === '' ? 'Give a share, or empty the row.' : problemOf(percent));
    } else if (known.has(percent.data)) problem(`milestones.${row}.percent`, 'This share stands in another row too.');
    else known.add(percent.data);
    const amounts = typed.map((one, quarter) => {
      const points = amount.safeParse(one);
      if (!points.success) problem(`milestones.${row}.amounts.${quarter}`, WHOLE);
      return points.success ? points.data : 0;
    });
    return [{ percent: percent.data ?? 0, amounts: amounts as unknown as Milestone['amounts'] }];
  });
  if (read.length === 0) problem('milestones', 'Keep at least one milestone.');
  return read.sort((one, other) => one.percent - other.percent);
}

function problemOf({ error }: { readonly error?: z.ZodError | undefined }): string {
  return error?.issues[0]?.message ?? WHOLE;
}

/** `80`, `79.5`, `79,25 %` -> hundredths of a per cent; undefined for what is no percentage. */
function basisPoints(text: string): BasisPoints | undefined {
  const match = PER_CENT.exec(text.trim());
  return match === null ? undefined : Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
}

export const withdrawalInput = z.strictObject({ revision });
