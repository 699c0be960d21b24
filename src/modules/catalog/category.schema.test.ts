import { describe, expect, it } from 'vitest';
import { categoryRevisionInput, newCategoryInput } from './category.schema.js';

const said = {
  code: 'hackathon',
  name: ' Hackathon ',
  description: '',
  unit: 'hr',
  kinds: ['award', 'raised'],
  baseValue: '100',
  counted: '',
  evidence: 'none',
  evidenceMayBeLink: '',
};
/** As a form sends it: one text for each grade. */
const form = {
  ...said,
  'grades[]': ['A1', 'B1', 'C1'],
  'gradeValues[]': ['0', '', '250'],
  frequency: 'quarterly',
  max: '2',
  'gradeMax[]': ['', '1', ''],
};

const problems = (input: object, schema: typeof newCategoryInput | typeof categoryRevisionInput = newCategoryInput) =>
  schema.safeParse(input).error?.issues.map(({ path }) => path.join('.')) ?? [];

describe('what a category may say', () => {
  it('reads the lists of a form and the records of a program alike', () => {
    const terms = {
      name: 'Hackathon',
      kinds: ['raised', 'award'],
      baseValue: 100,
      gradeValues: { A1: 0, C1: 250 },
      limit: { frequency: 'quarterly', max: 2, gradeMax: { B1: 1 } },
      counted: false,
    };
    expect(newCategoryInput.parse(form)).toMatchObject({ code: 'hackathon', terms });
    const record = {
      ...said,
      baseValue: 100,
      gradeValues: { A1: 0, C1: 250 },
      frequency: 'quarterly',
      max: 2,
      gradeMax: { B1: 1 },
    };
    expect(newCategoryInput.parse(record)).toMatchObject({ code: 'hackathon', terms });
  });

  it('reads an organization with one grade, and no limit at all', () => {
    const { terms } = newCategoryInput.parse({
      ...said,
      'grades[]': 'C1',
      'gradeValues[]': '250',
      'gradeMax[]': '',
      max: '',
    });
    expect(terms).toMatchObject({ gradeValues: { C1: 250 }, limit: null });
  });

  it.each<[string, object, string[]]>([
    ['code with capitals', { code: 'Hackathon' }, ['code']],
    ['code that is an address', { code: 'preview' }, ['code']],
    ['no name', { name: ' ' }, ['name']],
    ['unknown unit', { unit: 'sales' }, ['unit']],
    ['no kind', { kinds: [] }, ['kinds']],
    ['unknown kind', { kinds: ['raised', 'gift'] }, ['kinds.1']],
    ['negative value', { baseValue: -1 }, ['baseValue']],
    ['half a point', { baseValue: 0.5 }, ['baseValue']],
    ['exponent', { baseValue: '1e3' }, ['baseValue']],
    ['too many points', { baseValue: 1e9 }, ['baseValue']],
    ['true', { baseValue: true }, ['baseValue']],
    ['list', { baseValue: [5] }, ['baseValue']],
    ['more values than grades', { 'gradeValues[]': ['1', '2', '3', '4'] }, ['gradeValues[]']],
    ['limit without number', { max: '' }, ['max']],
    ['number without limit', { frequency: '' }, ['frequency']],
    ['status', { status: 'inactive' }, ['']],
    ['version', { version: 7 }, ['']],
  ])('refuses: %s', (_what, changes, paths) => {
    expect(problems({ ...form, ...changes })).toEqual(paths);
  });

  it.each([['-1'], ['0.5'], ['1e3'], ['true'], ['1000001']])('refuses %s for a grade, at its row', (value) => {
    expect(newCategoryInput.safeParse({ ...form, 'gradeValues[]': ['', value, ''] }).success).toBe(false);
    expect(newCategoryInput.safeParse({ ...said, gradeValues: { C1: value } }).success).toBe(false);
  });

  it('keeps the code of a category that is there', () => {
    expect(problems(form, categoryRevisionInput)).toEqual(['']);
    const { code: _code, ...revision } = form;
    expect(categoryRevisionInput.parse({ ...revision, effectiveFrom: '', revision: '3' })).toMatchObject({
      revision: 3,
    });
    expect(problems({ ...revision, effectiveFrom: '2026-02-31' }, categoryRevisionInput)).toEqual(['effectiveFrom']);
  });
});
