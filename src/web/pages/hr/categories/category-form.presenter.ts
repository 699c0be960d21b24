import type { FieldProblem } from '../../../../kernel/errors.js';
import type { CategoryTerms } from '../../../../modules/catalog/index.js';

/** The fields as a form shows them: text as it was typed. */
export interface CategoryFormValues {
  readonly code: string;
  readonly name: string;
  readonly description: string;
  readonly unit: string;
  readonly kinds: readonly string[];
  readonly baseValue: string;
  readonly counted: boolean;
  readonly evidence: string;
  readonly evidenceMayBeLink: boolean;
  readonly frequency: string;
  readonly max: string;
  readonly effectiveFrom: string;
  readonly revision: string;
  readonly rows: readonly GradeRow[];
}

export interface GradeRow {
  readonly grade: string;
  /** Points; empty takes the base value. */
  readonly value: string;
  readonly max: string;
  readonly valueError?: string;
  readonly maxError?: string;
}

export function emptyForm(grades: readonly string[], today: string): CategoryFormValues {
  return {
    ...{ code: '', name: '', description: '', unit: '', kinds: [], baseValue: '', counted: false },
    ...{ evidence: 'none', evidenceMayBeLink: false, frequency: '', max: '', revision: '', effectiveFrom: today },
    rows: grades.map((grade) => ({ grade, value: '', max: '' })),
  };
}

/** The form of a category that is there. */
export function formOf(terms: CategoryTerms, grades: readonly string[], today: string, revision: number) {
  const { limit } = terms;
  return {
    ...emptyForm(grades, today),
    name: terms.name,
    description: terms.description,
    unit: terms.unit,
    kinds: terms.kinds,
    baseValue: String(terms.baseValue),
    counted: terms.counted,
    evidence: terms.evidence,
    evidenceMayBeLink: terms.evidenceMayBeLink,
    frequency: limit?.frequency ?? '',
    max: limit === null ? '' : String(limit.max),
    revision: String(revision),
    rows: grades.map((grade) => ({
      grade,
      value: numberText(terms.gradeValues, grade),
      max: numberText(limit?.gradeMax ?? {}, grade),
    })),
  };
}

function numberText(byGrade: Readonly<Record<string, number>>, grade: string): string {
  return Object.hasOwn(byGrade, grade) ? String(byGrade[grade]) : '';
}

/** What was typed, with its mistakes beside the grade they belong to. */
export function typedForm(
  values: Readonly<Record<string, unknown>>,
  grades: readonly string[],
  errors: readonly FieldProblem[],
): CategoryFormValues {
  const text = (name: string) => (typeof values[name] === 'string' ? values[name] : '');
  const ticked = (name: string) => ['true', 'on'].includes(text(name));
  const sent = listOf(values['grades[]']);
  const typed = (name: string, grade: string) => listOf(values[`${name}[]`])[sent.indexOf(grade)] ?? '';
  const errorOf = (name: string, grade: string) =>
    errors.find(({ path }) => path === `${name}[].${sent.indexOf(grade)}` || path === `${name}.${grade}`)?.message;
  return {
    code: text('code'),
    name: text('name'),
    description: text('description'),
    unit: text('unit'),
    kinds: listOf(values['kinds']),
    baseValue: text('baseValue'),
    counted: ticked('counted'),
    evidence: text('evidence'),
    evidenceMayBeLink: ticked('evidenceMayBeLink'),
    frequency: text('frequency'),
    max: text('max'),
    effectiveFrom: text('effectiveFrom'),
    revision: text('revision'),
    rows: grades.map((grade) => {
      const valueError = errorOf('gradeValues', grade);
      const maxError = errorOf('gradeMax', grade);
      return {
        grade,
        value: typed('gradeValues', grade),
        max: typed('gradeMax', grade),
        ...(valueError !== undefined && { valueError }),
        ...(maxError !== undefined && { maxError }),
      };
    }),
  };
}

function listOf(value: unknown): string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((one): one is string => typeof one === 'string');
}
