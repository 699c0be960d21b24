import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { PersonActor } from '../../../src/kernel/actor.js';
import { KEPT_AFTER_MS, KEPT_HOURS } from '../../../src/modules/exports/index.js';
import type { PointsFile } from '../../../src/modules/reports/index.js';
import { account, openPage, signIn, submit, type Agent, type Answer } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { createCast, type Cast } from '../../support/cast.js';
import { readExport } from '../../support/export-file.js';
import { keptExport } from '../../support/kept-exports.js';
import { readSheets } from '../../support/read-sheets.js';

const YEAR = { from: '2025-04-01', to: '2026-03-31' };
const QUARTER = { from: '2025-10-01', to: '2025-12-31' };

/** Waits for a file of bytes instead of text. */
const asBytes = (request: ReturnType<Agent['post']>) =>
  request.buffer(true).parse((response, done) => {
    const pieces: Buffer[] = [];
    response.on('data', (piece: Buffer) => pieces.push(piece));
    response.on('end', () => done(null, Buffer.concat(pieces)));
  });

const sum = (rows: readonly Record<string, unknown>[], column: string) =>
  rows.reduce((total, row) => total + Number(row[column] ?? 0), 0);

describe('exports as workbooks, and exports that take long', () => {
  let app: TestApp;
  let cast: Cast;
  let central: Agent;
  beforeAll(async () => {
    app = await openTestApp();
    cast = await createCast(app);
    central = await cast.as('central');
    const { tenant, people } = cast;
    const nasty = await account(app, tenant, { name: '=1+1', email: 'nasty@export.com', department: 'Finance' });
    const credit = (personId: string, points: number, effectiveDate: string, bonus = false) =>
      app.container.ledger.credit(tenant.system, {
        personId,
        kind: bonus ? 'bonus' : 'award',
        points,
        categoryCode: bonus ? 'bonus' : 'initiative_ai',
        unit: bonus ? 'central' : 'pm',
        effectiveDate,
        sourceKey: `award:${personId}:${effectiveDate}:${points}`,
        source: { type: 'award', id: personId },
        reason: '@SUM(A1) <b>& "more"</b>\nof _x0041_ it',
        basis: { value: points, quantity: 1, grade: 'C1', categoryVersion: 1 },
      });
    await tenant.run(async () => {
      await credit(nasty.id, 100, '2025-05-05');
      await credit(people.employee.id, 250, '2025-11-03');
      await credit(people.employee.id, 1000, '2025-11-04', true);
      const entry = await credit(people.colleague.id, 400, '2025-11-04');
      await app.container.ledger.adjust(tenant.system, { entryId: entry.id, points: 300, reason: 'Counted twice.' });
      await app.container.targets.recordUtilization(tenant.system, {
        personId: people.employee.id,
        month: '2025-10',
        basisPoints: 7999,
        requestId: people.employee.id,
      });
    });
  });
  afterEach(() => vi.restoreAllMocks());
  afterAll(() => app.close());

  const take = (body: object) => asBytes(central.post('/central/export').send({ format: 'xlsx', ...body }));
  const files = () => readdir(path.join(app.container.config.dataDir, 'exports'));
  const events = (type: string) =>
    app.container.storage.connection.collection('events').find({ type }).sort({ _id: 1 }).toArray();

  /** Lets the next export go on piece by piece, when the test says so; `held` once its first piece is written. */
  function holdNext(change: (piece: string | Buffer, index: number) => string | Buffer = (piece) => piece) {
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    let hold: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (hold = resolve));
    const original = app.container.reports.exportPoints;
    vi.spyOn(app.container.reports, 'exportPoints').mockImplementationOnce(async (...given): Promise<PointsFile> => {
      const file = await original(...given);
      async function* pieces(passed?: (entries: number) => void) {
        let index = 0;
        for await (const piece of file.content(passed)) {
          yield change(piece, index);
          index += 1;
          hold();
          await released;
        }
      }
      return { ...file, content: pieces };
    });
    return { held, release };
  }

  it('46: a workbook has the four sheets, whose sums agree with each other and with the CSV', async () => {
    const answer = await take(YEAR);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
    expect(answer.headers['content-disposition']).toMatch(/filename="points_2025-04-01_2026-03-31_\d{8}-\d{6}\.xlsx"$/);
    const sheets = await readSheets(answer.body as Buffer);
    expect(sheets.map(({ name }) => name)).toEqual([
      'Employee Points',
      'Point Breakdown',
      'Category Summary',
      'Monthly Utilization',
    ]);
    const [people, entries, categories, utilization] = sheets as [
      (typeof sheets)[0],
      (typeof sheets)[0],
      (typeof sheets)[0],
      (typeof sheets)[0],
    ];
    for (const { name, head } of sheets) {
      expect(head[0]).toBe(name);
      expect(head.join('\n')).toContain('Asia/Kolkata');
      expect(head.join('\n')).toContain(`${YEAR.from} to ${YEAR.to}`);
      expect(head.join('\n')).toContain(`Made by ${cast.people.central.name}`);
    }
    const csv = await central.post('/central/export').send({ format: 'csv', ...YEAR });
    const { head, rows: lines } = readExport(csv.text);
    // What the file is, in the same words.
    expect(head).toEqual(people.head.slice(1));
    expect(entries.rows).toHaveLength(lines.length);
    expect(entries.rows.map((row) => row['entry_id'])).toEqual(lines.map((line) => line['entry_id']));
    const all = [100, 250, 1000, 400, -100].reduce((total, points) => total + points);
    expect([
      sum(entries.rows, 'points'),
      entries.totals?.['points'],
      sum(people.rows, 'Combined'),
      people.totals?.['Combined'],
      sum(categories.rows, 'Combined'),
      categories.totals?.['Combined'],
      sum(lines, 'points'),
    ]).toEqual(Array<number>(7).fill(all));
    expect([sum(people.rows, 'Bonus'), sum(categories.rows, 'Bonus')]).toEqual([1000, 1000]);
    const employee = people.rows.find((row) => row['Employee id'] === cast.people.employee.employeeId);
    // 365 days of four quarters: the yearly target itself.
    expect(employee).toMatchObject({ Regular: 250, Bonus: 1000, Combined: 1250, Status: 'active' });
    expect(categories.rows.find((row) => row['Category code'] === 'initiative_ai')).toMatchObject({
      Count: 3,
      Regular: 650,
      Bonus: 0,
      People: 3,
      Unit: 'pm',
    });
    const months = utilization.rows.find((row) => row['Employee id'] === cast.people.employee.employeeId);
    expect(months).toMatchObject({ '2025-10': 79.9, '2025-11': null, Recorded: '1 of 12 recorded' });
    expect(months?.['Average of recorded months, %']).toBe(79.9);
  });

  it('46: text is text, numbers are numbers, days are days', async () => {
    const [, entries] = await readSheets((await take(YEAR)).body as Buffer);
    const { rows: lines } = readExport((await central.post('/central/export').send({ format: 'csv', ...YEAR })).text);
    const row = entries?.rows.find((one) => one['points'] === 100);
    expect(row).toMatchObject({ name: "'=1+1", points: 100, date: new Date('2025-05-05T00:00:00Z') });
    expect(row?.['reason']).toContain('\'@SUM(A1) <b>& "more"</b>\nof ');
    for (const one of entries?.rows ?? []) {
      for (const cell of Object.values(one)) if (typeof cell === 'string') expect(cell).not.toMatch(/^[=+\-@\t\r]/);
    }
    // 05:30 ahead of UTC.
    const at = (await app.container.storage.connection.collection('entries').findOne({ points: 100 }))?.['at'] as Date;
    const second = Math.floor(at.getTime() / 1000) * 1000;
    expect((row?.['recorded_at'] as Date).getTime()).toBe(second + 5.5 * 3_600_000);
    const recorded = lines.find((line) => line['points'] === '100')?.['recorded_at'] ?? '';
    expect(recorded).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+05:30$/);
    expect(Date.parse(recorded)).toBe(second);
  });

  it('91 days of a C1 are 7678, and filters are looked up before anything is made', async () => {
    const days = { from: '2025-04-02', to: '2025-07-01' };
    const [people] = await readSheets((await take({ ...days, filters: { grade: 'C1' } })).body as Buffer);
    expect(people?.rows.length).toBeGreaterThan(0);
    for (const row of people?.rows ?? []) expect(row).toMatchObject({ Grade: 'C1', 'Target of the days': 7678 });
    expect(people?.head.join()).toContain('Filters: grade C1');
    for (const [filters, field] of [
      [{ department: 'Salse' }, 'filters.department'],
      [{ categoryCode: 'nothing' }, 'filters.categoryCode'],
      [{ unit: 'nowhere' }, 'filters.unit'],
    ] as const) {
      const refused = await central.post('/central/export').send({ format: 'xlsx', ...YEAR, filters });
      expect(refused.status).toBe(422);
      expect(refused.body).toMatchObject({ errors: [{ path: field }] });
    }
    const page = await submit(central, '/central/export', { format: 'csv', ...YEAR, filters_department: 'Salse' });
    expect(page.status).toBe(422);
    expect(page.text).toContain('There is no such department.');
    const sales = await submit(central, '/central/export', {
      format: 'csv',
      ...YEAR,
      filters_department: 'Finance',
      filters_unit: '',
    });
    expect(readExport(sales.text).rows).toHaveLength(1);
    // Its length was known, so its last byte came before it was removed.
    await vi.waitFor(async () => expect(await files()).toEqual([]));
  });

  it('what a page does not wait for goes on, shows how far it is, and is kept for a day for its owner alone', async () => {
    const { release } = holdNext();
    const started = await submit(central, '/central/export', { format: 'csv', ...QUARTER });
    expect(started.status).toBe(303);
    const place = String(started.headers['location']);
    const id = place.split('/').at(-1) ?? '';
    const running = await openPage(central, place);
    expect(running.text).toContain('of 4 entries');
    expect(running.headers['refresh'] ?? running.text).toMatch(/3/);
    // The same asked for again is the same.
    const again = await submit(central, '/central/export', { format: 'csv', ...QUARTER });
    expect(again.headers['location']).toBe(place);
    expect((await central.get(`${place}/file`)).status).toBe(404);
    release();
    await app.container.exports.settled(id);
    const done = await central.get(place);
    expect(done.body).toMatchObject({ export: { status: 'done', progress: { done: 4, total: 4 } } });
    expect((await openPage(central, place)).text).toContain('The file is ready');
    expect((await openPage(central, '/central/exports')).text).toContain('Done');
    const before = (await events('export.downloaded')).length;
    const file = await central.get(`${place}/file`).set('Accept-Encoding', 'identity');
    expect(readExport(file.text).rows).toHaveLength(4);
    expect(Number(file.headers['content-length'])).toBe(Buffer.byteLength(file.text));
    expect(await events('export.downloaded')).toHaveLength(before + 1);

    const other = await signIn(
      app,
      await account(app, cast.tenant, { email: 'other.central@export.com', grants: ['central'] }),
    );
    for (const address of [place, `${place}/file`]) expect((await other.get(address)).status).toBe(404);
    expect((await other.post(`${place}/deletion`).send({})).status).toBe(404);
    expect((await other.get('/central/exports')).body).toMatchObject({ items: [] });

    app.clock.advance(25 * 3_600_000);
    central = await signIn(app, cast.people.central);
    expect((await central.get(`${place}/file`)).body).toMatchObject({ code: 'export.gone' });
    await app.container.exports.tidy();
    expect(await files()).toEqual([]);
    expect((await central.get(place)).body).toMatchObject({ export: { status: 'done', expiresAt: null } });
    expect((await central.post(`${place}/deletion`).send({})).status).toBe(200);
    expect((await central.get(place)).status).toBe(404);
  });

  it('a file that a program read for more than ten seconds is kept too; one of ten seconds is not', async () => {
    for (const [took, kept] of [
      [KEPT_AFTER_MS, false],
      [11_000, true],
    ] as const) {
      const { held, release } = holdNext();
      const reading = central
        .post('/central/export')
        .send({ format: 'csv', ...QUARTER })
        .then((answer) => answer);
      await held;
      app.clock.advance(took);
      release();
      const streamed = await reading;
      expect(streamed.status).toBe(200);
      expect(readExport(streamed.text).rows).toHaveLength(4);
      const { items } = (await central.get('/central/exports')).body as {
        items: { id: string; status: string; fileName: string; expiresAt: string | null }[];
      };
      const [newest] = items;
      expect(newest).toMatchObject({ status: 'done', progress: { done: 4, total: 4 } });
      const until = new Date(app.clock.now().getTime() + KEPT_HOURS * 3_600_000).toISOString();
      expect({ took, expiresAt: newest?.expiresAt }).toEqual({ took, expiresAt: kept ? until : null });
      const place = `/central/exports/${newest?.id}`;
      const mine = (await openPage(central, '/central/exports')).text;
      expect(mine).toContain(newest?.fileName);
      expect(mine.includes(`${place}/file`)).toBe(kept);
      const file = await central.get(`${place}/file`);
      if (kept) expect(file.text).toBe(streamed.text);
      else expect(file.body).toMatchObject({ code: 'export.gone' });
      expect(await files()).toHaveLength(kept ? 1 : 0);
      expect((await central.post(`${place}/deletion`).send({})).status).toBe(200);
    }
    expect(await files()).toEqual([]);
  });

  it('twenty files of somebody are kept, and no more are made until one is deleted', async () => {
    const records = app.container.storage.connection.collection('exports');
    const first = await keptExport(app, cast);
    const kept = await records.findOne({ _id: first as never });
    await records.insertMany(
      Array.from({ length: 19 }, (_, index) => ({ ...kept, _id: `${String(index).padStart(24, 'a')}` as never })),
    );
    const page = await submit(central, '/central/export', { format: 'csv', ...QUARTER });
    expect(page.status).toBe(409);
    expect(page.text).toContain('Delete one of them');
    expect((await central.post('/central/export').send({ format: 'csv', ...QUARTER })).body).toMatchObject({
      code: 'export.too_many_kept',
    });
    expect((await central.post(`/central/exports/${first}/deletion`).send({})).status).toBe(200);
    expect((await central.post('/central/export').send({ format: 'csv', ...QUARTER })).status).toBe(200);
    await records.deleteMany({ kept: true });
  });

  it('is given up by a button, and by a reader who goes away; no third at a time', async () => {
    const one = holdNext();
    const first = await submit(central, '/central/export', { format: 'csv', ...QUARTER });
    const two = holdNext();
    const second = await submit(central, '/central/export', { format: 'xlsx', ...QUARTER });
    expect([first.status, second.status]).toEqual([303, 303]);
    const third = await central.post('/central/export').send({ format: 'csv', ...YEAR });
    expect({ status: third.status, body: third.body as unknown }).toMatchObject({
      status: 429,
      body: { code: 'export.busy' },
    });
    expect(Number(third.headers['retry-after'])).toBeGreaterThan(0);
    const places = [first, second].map(({ headers }) => String(headers['location']));
    for (const place of places) {
      expect((await submit(central, `${place}/cancellation`)).status).toBe(303);
      expect((await central.get(place)).body).toMatchObject({ export: { status: 'cancelled', expiresAt: null } });
      expect((await central.post(`${place}/cancellation`).send({})).body).toMatchObject({ code: 'export.not_running' });
    }
    one.release();
    two.release();
    for (const place of places) await app.container.exports.settled(place.split('/').at(-1) ?? '');
    expect(await files()).toEqual([]);

    const actor = await cast.tenant.run(() => app.container.people.access.actorOf(cast.people.central.id));
    const opened = await app.container.exports.open(actor as PersonActor, { format: 'csv', ...QUARTER });
    for await (const _piece of opened.content?.pieces ?? []) break;
    expect((await central.get(`/central/exports/${opened.export.id}`)).body).toMatchObject({
      export: { expiresAt: null },
    });
    expect(await files()).toEqual([]);
    expect((await events('export.cancelled')).length).toBeGreaterThanOrEqual(2);
  });

  it('a full disk is 507 and leaves nothing; a stopped process leaves “start again”', async () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    const { release } = holdNext(() => {
      throw full;
    });
    release();
    const logged = vi.spyOn(app.container.logger, 'error').mockImplementation(() => undefined);
    const refused = await central.post('/central/export').send({ format: 'csv', ...QUARTER });
    expect({ status: refused.status, body: refused.body as unknown }).toMatchObject({
      status: 507,
      body: { code: 'upload.storage_full' },
    });
    expect(logged).toHaveBeenCalledOnce();
    expect(await files()).toEqual([]);

    const held = holdNext();
    const started: Answer = await submit(central, '/central/export', { format: 'csv', ...QUARTER });
    const place = String(started.headers['location']);
    const closing = app.container.exports.close();
    held.release();
    await closing;
    expect((await openPage(central, place)).text).toContain('Start the export again');
    expect(await files()).toEqual([]);
    const { acknowledged } = await app.container.storage.connection
      .collection('exports')
      .updateOne({ failure: 'stopped' }, { $set: { status: 'running' } });
    expect(acknowledged).toBe(true);
    expect(await app.container.exports.failInterrupted()).toBe(1);
    expect((await central.get(place)).body).toMatchObject({ export: { status: 'failed', failure: 'stopped' } });
  });

  it('goes with whoever may not take it any more', async () => {
    const leaving = await account(app, cast.tenant, { email: 'leaving.central@export.com', grants: ['central'] });
    const agent = await signIn(app, leaving);
    const held = holdNext();
    const started = await submit(agent, '/central/export', { format: 'csv', ...QUARTER });
    held.release();
    await app.container.exports.settled(String(started.headers['location']).split('/').at(-1) ?? '');
    expect(await files()).toHaveLength(1);
    await cast.tenant.run(() => app.container.people.deactivate(cast.tenant.system, leaving.id, 'Left.'));
    await app.container.exports.tidy();
    expect(await files()).toEqual([]);
  });
});
