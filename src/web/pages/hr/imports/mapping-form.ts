import { z } from 'zod';
import { InvalidInput, AppError, RuleBroken } from '../../../../kernel/errors.js';
import { checkboxField, listField, searchField } from '../../../../kernel/fields.js';
import {
  DATE_FORMATS,
  PEOPLE_COLUMNS,
  SOURCES,
  type DateFormat,
  type FieldSource,
  type Mapping,
} from '../../../../modules/imports/index.js';

/** What a form says about one of our columns: where it comes from, and what belongs to that way. */
const PARTS = ['how', 'column', 'text', 'otherwise'] as const;
const MAX_VALUES = 100;

const text = () => z.preprocess((value) => value ?? '', z.string().max(200, { error: 'At most 200 characters.' }));
/** Titles and values of the file come back as they were sent, blanks included. */
const same = () => z.string().max(1000, { error: 'At most 1000 characters.' });

const columnFields = Object.fromEntries(
  PEOPLE_COLUMNS.flatMap((column) => [
    [`${column}_how`, z.preprocess((value) => value ?? '', z.enum(['', ...SOURCES], { error: 'Choose a way.' }))],
    ...PARTS.slice(1).map((part) => [`${column}_${part}`, text()]),
    [`${column}_from[]`, listField(same(), MAX_VALUES)],
    [`${column}_to[]`, listField(text(), MAX_VALUES)],
  ]),
) as Record<string, z.ZodType>;

/** The fields of the form, flat as forms are; programs send the same. */
export const mappingFields = {
  ...columnFields,
  dates: z.preprocess((value) => value ?? 'YYYY-MM-DD', z.enum(DATE_FORMATS, { error: 'Choose a way to write days.' })),
  emptyWords: text(),
  keepColumn: text(),
  keepValue: text(),
  rowKey: text(),
  rowSame: text(),
  managersHoldPm: checkboxField(),
};

export const mappingBody = z.strictObject({
  ...mappingFields,
  saveAs: z.preprocess((value) => value ?? '', searchField()),
  action: z.preprocess((value) => value ?? 'check', z.enum(['show', 'check'], { error: 'Show or check.' })),
});

type Values = Readonly<Record<string, unknown>>;

/** The mapping that a form describes. Reads what was typed as it is, so that a refused form shows it again. */
export function mappingFromForm(values: Values): Mapping {
  const textOf = (name: string) => (typeof values[name] === 'string' ? values[name] : '');
  const fields: Record<string, FieldSource> = {};
  for (const column of PEOPLE_COLUMNS) {
    const source = sourceFromForm(column, values, textOf);
    if (source !== undefined) fields[column] = source;
  }
  return {
    fields,
    dates: DATE_FORMATS.find((format) => format === textOf('dates')) ?? ('YYYY-MM-DD' satisfies DateFormat),
    emptyWords: textOf('emptyWords').split(','),
    keep: textOf('keepColumn') === '' ? null : { column: textOf('keepColumn'), value: textOf('keepValue').trim() },
    rows:
      textOf('rowKey') === ''
        ? null
        : { key: textOf('rowKey'), same: textOf('rowSame') === '' ? null : textOf('rowSame') },
    managersHoldPm: ['true', 'on', true].includes(values['managersHoldPm'] as string),
  };
}

function sourceFromForm(column: string, values: Values, textOf: (name: string) => string): FieldSource | undefined {
  const chosen = textOf(`${column}_column`);
  const written = textOf(`${column}_text`);
  switch (textOf(`${column}_how`) as FieldSource['how'] | '') {
    case 'column':
      return { how: 'column', column: chosen };
    case 'row':
      return { how: 'row', column: chosen };
    case 'template':
      return { how: 'template', template: written };
    case 'fixed':
      return { how: 'fixed', value: written };
    case 'list': {
      const to = asList(values[`${column}_to[]`]);
      const pairs = asList(values[`${column}_from[]`]).map((from, place) => ({ from, to: (to[place] ?? '').trim() }));
      return { how: 'list', column: chosen, values: pairs, otherwise: textOf(`${column}_otherwise`) };
    }
    case '':
      return undefined;
  }
}

function asList(value: unknown): string[] {
  const list: unknown[] = Array.isArray(value) ? value : value === undefined || value === '' ? [] : [value];
  return list.filter((item) => typeof item === 'string');
}

const FORM_NAMES: Readonly<Record<string, string>> = { keep: 'keepColumn', rows: 'rowKey' };

/** The problems of a mapping at the fields of the form; anything else as it is. */
export async function atFormFields<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof AppError) || error.errors.length === 0) throw error;
    const errors = error.errors.map(({ path, message }) => ({
      path: path.startsWith('fields.') ? `${path.slice('fields.'.length)}_how` : (FORM_NAMES[path] ?? path),
      message,
    }));
    if (error instanceof InvalidInput) throw new InvalidInput(errors, error.message, error.code);
    if (error instanceof RuleBroken) throw new RuleBroken(error.code, error.message, { errors });
    throw error;
  }
}
