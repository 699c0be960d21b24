import type { FieldProblem } from '../../../../kernel/errors.js';
import type { TargetConfig } from '../../../../modules/targets/index.js';

export interface TargetRow {
  readonly grade: string;
  /** What applies today; null for a grade without a target. */
  readonly now: number | null;
  readonly typed: string;
}

export interface MilestoneRow {
  readonly percent: string;
  readonly amounts: readonly [string, string, string, string];
}

/** The fields as the form shows them: text as it was typed. */
export interface ConfigFormValues {
  readonly targets: readonly TargetRow[];
  readonly milestones: readonly MilestoneRow[];
  readonly threshold: string;
  readonly bonusCap: string;
  /** A day that is offered, or `other`. */
  readonly effectiveFrom: string;
  readonly otherDay: string;
}

type Values = Readonly<Record<string, unknown>>;

const BLANK: MilestoneRow = { percent: '', amounts: ['', '', '', ''] };

/** Hundredths of a per cent as people write them: 8000 -> "80", 7925 -> "79.25". */
export function perCentText(basisPoints: number): string {
  return String(basisPoints / 100);
}

export function formOf(config: TargetConfig, grades: readonly string[], from: string): ConfigFormValues {
  const targets = grades.map((grade) => {
    const now = targetOf(config, grade);
    return { grade, now, typed: now === null ? '' : String(now) };
  });
  return {
    targets,
    milestones: config.milestones.map(({ percent, amounts: [q1, q2, q3, q4] }) => ({
      percent: String(percent),
      amounts: [String(q1), String(q2), String(q3), String(q4)],
    })),
    threshold: perCentText(config.utilizationThreshold),
    bonusCap: String(config.bonusCap),
    effectiveFrom: from,
    otherDay: '',
  };
}

function targetOf({ quarterly }: TargetConfig, grade: string): number | null {
  return Object.hasOwn(quarterly, grade) ? (quarterly[grade] ?? null) : null;
}

/** What was typed, beside what applies; `edit` adds a row of milestones or takes one away. */
export function typedForm(
  values: Values,
  config: TargetConfig,
  grades: readonly string[],
  offered: readonly string[],
): ConfigFormValues {
  const sent = listOf(values['grades[]']);
  const typed = listOf(values['targets[]']);
  const shares = listOf(values['shares[]']);
  const at = (name: string, row: number) => listOf(values[name])[row] ?? '';
  const rows = shares.map((percent, row): MilestoneRow => ({
    percent,
    amounts: [at('q1[]', row), at('q2[]', row), at('q3[]', row), at('q4[]', row)],
  }));
  const day = text(values, 'effectiveFrom');
  const isOffered = offered.includes(day);
  return {
    targets: grades.map((grade) => ({
      grade,
      now: targetOf(config, grade),
      typed: typed[sent.indexOf(grade)] ?? '',
    })),
    milestones: edited(rows, text(values, 'edit')),
    threshold: text(values, 'threshold'),
    bonusCap: text(values, 'bonusCap'),
    effectiveFrom: isOffered ? day : 'other',
    otherDay: isOffered || day === 'other' ? text(values, 'otherDay') : day,
  };
}

function edited(rows: readonly MilestoneRow[], edit: string): readonly MilestoneRow[] {
  if (edit === 'add') return [...rows, BLANK];
  return /^\d+$/.test(edit) ? rows.filter((_, row) => row !== Number(edit)) : rows;
}

/** Mistakes at the fields of the form, which are called otherwise than what they stand for. */
export function formErrors(errors: readonly FieldProblem[], grades: readonly string[]): FieldProblem[] {
  return errors.map(({ path, message }) => ({ path: fieldOf(path.split('.'), grades), message }));
}

function fieldOf([first = '', second = '', third, fourth = '']: readonly string[], grades: readonly string[]): string {
  if (first === 'utilizationThreshold') return 'threshold';
  if (first === 'quarterly' && second !== '') return `targets-${grades.indexOf(second)}`;
  if (first !== 'milestones' || second === '') return first;
  return third === 'amounts' ? `q${Number(fourth) + 1}-${second}` : `shares-${second}`;
}

function text(values: Values, name: string): string {
  return typeof values[name] === 'string' ? values[name] : '';
}

function listOf(value: unknown): string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((one): one is string => typeof one === 'string');
}
