import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PersonActor } from '../../../src/kernel/actor.js';
import type { Import } from '../../../src/modules/imports/index.js';
import type { Tenant } from '../../support/world.js';
import { createImportWorld, HEADER, hrAdministrator, row, type ImportWorld } from './import-world.js';

let world: ImportWorld;
let tenant: Tenant;
let hr: PersonActor;

beforeAll(async () => {
  world = await createImportWorld();
  tenant = await world.tenant();
  hr = await hrAdministrator(tenant);
  await tenant.person({ email: 'boss@adventure-works.com', employeeId: 'B1', grants: ['pm', 'dp'] });
  await tenant.person({ email: 'plain@adventure-works.com', employeeId: 'P1' });
});
afterAll(() => world.close());

async function check(content: string | Uint8Array): Promise<Import> {
  return world.imports.checkPeople(hr, { path: await world.file(content), name: 'people.csv' });
}

describe('a row', () => {
  it.each([
    ['name', { name: '' }],
    ['name', { name: 'x'.repeat(101) }],
    ['email', { email: '' }],
    ['email', { email: 'no address' }],
    ['email', { email: 'BOSS@adventure-works.com' }],
    ['employee_id', { employee_id: '' }],
    ['employee_id', { employee_id: 'B1' }],
    ['grade', { grade: 'Z9' }],
    ['department', { department: 'Gardening' }],
    ['location', { location: 'Mars' }],
    ['level', { level: 'God' }],
    ['joining_date', { joining_date: '' }],
    ['joining_date', { joining_date: '2026-02-31' }],
    ['joining_date', { joining_date: '31/01/2026' }],
    ['joining_date', { joining_date: '01-31-2026' }],
    ['joining_date', { joining_date: '0001-01-01' }],
    ['grants', { grants: 'pm,emperor' }],
    ['manager', { manager: 'unknown@adventure-works.com' }],
    ['manager', { manager: 'plain@adventure-works.com' }],
    ['manager', { manager: 'guy1@adventure-works.com' }],
    ['dp', { dp: 'P1' }],
  ])('is refused at %s for %j', async (column, cells) => {
    const checked = await check([HEADER, row(1, cells)].join('\n'));
    expect(checked).toMatchObject({ valid: 0, invalid: 1 });
    expect(checked.errors.map((problem) => [problem.line, problem.column])).toEqual([[2, column]]);
    expect(checked.errors[0]?.message).toMatch(/^[A-Z].*\.$/);
  });

  it('takes manager and delivery partner by address or employee id, registered or further down, in any case', async () => {
    const checked = await check(
      [
        HEADER,
        row(1, { manager: 'Guy2@Adventure-Works.com', dp: 'B1' }),
        row(2, { manager: 'boss@adventure-works.com', grants: 'pm' }),
        row(3, { manager: 'AW9002', dp: 'BOSS@adventure-works.com' }),
      ].join('\n'),
    );
    expect(checked).toMatchObject({ valid: 3, invalid: 0 });
  });

  it('falls with its manager, and says in which line that one stands', async () => {
    const checked = await check(
      [
        HEADER,
        row(1, { manager: 'AW9002', grants: 'pm' }),
        row(2, { manager: 'AW9003', grants: 'pm' }),
        row(3, { grants: 'pm', joining_date: 'soon' }),
        row(4, { manager: 'AW9001' }),
        row(5),
      ].join('\n'),
    );
    expect(checked).toMatchObject({ valid: 1, invalid: 4 });
    expect(checked.errors.map(({ line, column, message }) => `${line} ${column}: ${message}`)).toEqual([
      '2 manager: Stands in line 3, which has a mistake of its own.',
      '3 manager: Stands in line 4, which has a mistake of its own.',
      '4 joining_date: Give a day that exists, as YYYY-MM-DD or DD-MM-YYYY.',
      '5 manager: Stands in line 2, which has a mistake of its own.',
    ]);
  });

  it('with a cell too many or too few is refused as a whole, whatever stands in it', async () => {
    const checked = await check([HEADER, `${row(1)},more`, 'Guy,guy@adventure-works.com', row(3)].join('\n'));
    expect(checked.errors).toEqual([
      { line: 2, column: '', message: 'The row has 12 cells, the header 11.' },
      { line: 3, column: '', message: 'The row has 2 cells, the header 11.' },
    ]);
  });

  it('counts lines as an editor does, over quoted line breaks, blank lines and mixed line ends', async () => {
    const checked = await check(
      `${HEADER}\r\n${row(1)}\n\n${row(2, { name: '"Guy\nGilbert"' })}\r${row(3, { grade: 'Z9' })}\r\n,,,,,,,,,,\n`,
    );
    expect(checked.errors.map(({ line, column }) => [line, column])).toEqual([
      [4, 'name'],
      [6, 'grade'],
    ]);
  });

  it('may hold what looks like a formula: it is text', async () => {
    const checked = await check([HEADER, row(1, { name: '=1+1' }), row(2, { name: "'=2+2", level: 'x' })].join('\n'));
    expect(checked).toMatchObject({ valid: 1, invalid: 1 });
    let failed = '';
    for await (const part of world.imports.failedRows(hr, checked.id)) failed += part;
    expect(failed).toContain("\r\n'=2+2,");
    expect(await check(failed.replace(',x,', ',Lead,'))).toMatchObject({ valid: 1 });
  });
});

describe('a file', () => {
  const lines = [HEADER, row(1, { name: 'Zoë Brösé' })];
  const latin1 = (text: string) => Buffer.from(text, 'latin1');
  const utf16 = (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le');

  it.each<[string, string | Uint8Array]>([
    ['UTF-8', lines.join('\n')],
    ['UTF-8 with byte order mark and CRLF', `\uFEFF${lines.join('\r\n')}\r\n`],
    ['semicolons', lines.join('\n').replaceAll(',', ';')],
    ['tabs', lines.join('\n').replaceAll(',', '\t')],
    ['Latin-1', latin1(lines.join('\n'))],
    ['UTF-16, little end first', utf16(lines.join('\n'))],
    ['UTF-16, big end first', utf16(lines.join('\n')).swap16()],
    [
      'a header in another case and order',
      lines
        .map((line) => line.split(',').toReversed().join(','))
        .join('\n')
        .replace('employee_id', 'Employee ID')
        .replace('name', ' NAME '),
    ],
  ])('in %s is read, and is the same import', async (_way, content) => {
    const checked = await check(content);
    expect(checked).toMatchObject({ valid: 1, invalid: 0, unknownColumns: [] });
    expect(checked.id).toBe((await check(lines.join('\n'))).id);
  });

  it('names the columns that mean nothing here', async () => {
    const checked = await check([`${HEADER},Shoe size,points`, `${row(1)},43,9000`].join('\n'));
    expect(checked).toMatchObject({ valid: 1, unknownColumns: ['Shoe size', 'points'] });
  });

  it.each<[string, string | Uint8Array, RegExp]>([
    ['empty', '', /empty/],
    ['of blank lines', '\n\n\r\n', /empty/],
    ['with a header only', HEADER, /no rows/],
    ['with another delimiter', [HEADER, row(1)].join('\n').replaceAll(',', '|'), /must name the columns/],
    ['without a header', row(1), /must name the columns/],
    ['without a column', `${HEADER.replace('grade,', '')}\n${row(1)}`, /missing: grade/],
    ['with a column twice', `${HEADER},Name\n${row(1)},x`, /twice: name/],
    ['of 200 columns', `${Array.from({ length: 200 }, (_, index) => `c${index}`).join(',')}\n1`, /200 columns/],
    ['with a quote never closed', `${HEADER}\n"${row(1)}\n${row(2)}\n`, /never closed.*line/],
    ['with a quote never closed in front of very much', `${HEADER}\n"${`${row(1)}\n`.repeat(3000)}`, /never closed/],
    ['with a quote inside a cell', `${HEADER}\n${row(1, { name: 'Guy "G" Gilbert' })}`, /line 2/],
    ['with NUL characters', `${HEADER}\n${row(1, { name: 'Guy\0' })}`, /NUL/],
    ['in UTF-16 without a mark', Buffer.from([HEADER, row(1)].join('\n'), 'utf16le'), /NUL/],
    [
      'in an unknown encoding',
      Buffer.concat([Buffer.from(`${HEADER}\n`), Buffer.from([0x8e, 0x81, 0x8d])]),
      /encoding/,
    ],
    ['of 100 000 rows', `${HEADER}\n${'a,b,c,d,e,f,g,h,i,j,k\n'.repeat(100_000)}`, /at most 50000 rows/],
  ])('%s is refused as a whole, and nothing is kept', async (_way, content, reason) => {
    const before = await world.storage.connection.db?.collection('imports').countDocuments();
    await expect(check(content)).rejects.toMatchObject({
      status: 422,
      code: 'import.unreadable',
      errors: [{ path: 'file', message: expect.stringMatching(reason) }],
    });
    expect(await world.storage.connection.db?.collection('imports').countDocuments()).toBe(before);
  });

  it('that is too large is refused with 413', async () => {
    await expect(check(Buffer.alloc(8 * 1024 * 1024 + 1, 'x'))).rejects.toMatchObject({ status: 413 });
  });
});
