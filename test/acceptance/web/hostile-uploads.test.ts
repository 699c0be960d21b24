import { request as rawRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BROWSER, type Agent } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { createCast, type Cast } from '../../support/cast.js';
import { pdf, traces } from '../../support/records.js';

const LIMIT = 5 * 1024 * 1024;
const EXE = Buffer.from('4d5a90000300000004000000ffff0000b8', 'hex');
const SVG = Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
const GIF_SCRIPT = Buffer.from('GIF89a/*\u0000\u0000*/=1;alert(1);');

/** A picture that says it has 30 000 x 30 000 pixels. */
function pixelBomb(): Buffer {
  const bomb = Buffer.alloc(100);
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(bomb);
  bomb.writeUInt32BE(30_000, 16);
  bomb.writeUInt32BE(30_000, 20);
  bomb.set([8, 6, 0, 0, 0], 24);
  return bomb;
}

describe('hostile uploads', () => {
  let app: TestApp;
  let cast: Cast;
  let employee: Agent;
  beforeAll(async () => {
    app = await openTestApp();
    cast = await createCast(app);
    employee = await cast.as('employee');
  });
  afterAll(() => app.close());

  const post = () => employee.post('/employee/attachments');

  test.each<[string, Buffer, string, number]>([
    ['an .exe named .pdf', EXE, 'invoice.pdf', 415],
    ['an .exe', EXE, 'tool.exe', 415],
    ['a PDF named .exe', pdf(), 'tool.exe', 415],
    ['a PDF with two extensions', pdf(), 'invoice.pdf.exe', 415],
    ['an SVG', SVG, 'logo.svg', 415],
    ['an SVG named .png', SVG, 'logo.png', 415],
    ['a GIF that is also a script', GIF_SCRIPT, 'funny.gif', 415],
    ['HTML named .pdf', Buffer.from('<html><script>alert(1)</script>'), 'page.pdf', 415],
    ['nothing at all', Buffer.alloc(0), 'empty.pdf', 422],
    ['one byte more than 5 MB', Buffer.concat([pdf(), Buffer.alloc(LIMIT + 1 - pdf().length)]), 'large.pdf', 413],
    ['a pixel bomb', pixelBomb(), 'bomb.png', 413],
    ['a ZIP named .docx', Buffer.from('504b0506000000000000000000000000000000000000', 'hex'), 'a.docx', 415],
  ])('%s is refused at its field and leaves nothing', async (_name, content, name, status) => {
    const before = await traces(app);
    const answer = await post().attach('file', content, name);
    expect({ status: answer.status, body: answer.body as unknown }).toMatchObject({
      status,
      body: { errors: [{ path: 'file' }] },
    });
    expect(answer.text).not.toMatch(/\/tmp|uploads|node_modules|multer/i);
    expect(await traces(app)).toEqual(before);
  });

  test('exactly 5 MB are taken', async () => {
    const answer = await post().attach('file', Buffer.concat([pdf(), Buffer.alloc(LIMIT - pdf().length)]), 'full.pdf');
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ attachment: { size: LIMIT, type: 'application/pdf' } });
  });

  test.each([
    ['../../../etc/passwd.pdf', 'passwd.pdf'],
    ['C:\\Windows\\system32\\evil.pdf', 'evil.pdf'],
    ['..pdf', 'pdf.pdf'],
    ['....', 'evidence.pdf'],
    ['Prüfung 名誉 🎉.pdf', 'Prüfung 名誉 🎉.pdf'],
    ['gnp.\u202efdp.pdf', 'gnp.fdp.pdf'],
    ['b"c;d.pdf', 'b_c_d.pdf'],
  ])('the name %j becomes %j', async (given, kept) => {
    const before = await traces(app);
    const answer = await rawUpload(given, pdf(`called ${kept}`));
    expect({ status: answer.status, text: answer.text }).toMatchObject({ status: 201 });
    expect(JSON.parse(answer.text)).toMatchObject({ attachment: { name: kept } });
    const after = await traces(app);
    expect((after['files'] as string[]).length).toBe((before['files'] as string[]).length + 1);
    expect((after['files'] as string[]).every((name) => /^[0-9a-f]{64}$/.test(name))).toBe(true);
  });

  test('20 files, wrong fields, too many fields, and forms that break off', async () => {
    const before = await traces(app);
    const twenty = post();
    for (let index = 0; index < 20; index += 1) void twenty.attach('file', pdf(String(index)), `${index}.pdf`);
    expect((await twenty).status).toBe(413);

    expect((await post().attach('evil', pdf(), 'a.pdf')).status).toBe(422);
    expect((await post().attach('file[0]', pdf(), 'a.pdf')).status).toBe(422);
    expect((await post().field('points', '4000').attach('file', pdf(), 'a.pdf')).status).toBe(422);
    expect((await post().field('ownerId', cast.people.colleague.id).attach('file', pdf(), 'a.pdf')).status).toBe(422);
    expect((await post().field('file', 'no file')).status).toBe(422);
    expect((await post().send({})).status).toBe(422);

    const fields = post();
    for (let index = 0; index < 60; index += 1) void fields.field(`f${index}`, 'x');
    expect((await fields).status).toBe(413);

    for (const body of [
      '',
      '--x',
      '--x\r\nContent-Disposition: form-data\r\n\r\n',
      '--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.4 half',
    ]) {
      const broken = await post().set('Content-Type', 'multipart/form-data; boundary=x').send(body);
      expect([400, 422]).toContain(broken.status);
    }
    expect((await post().set('Content-Type', 'multipart/form-data').send('x')).status).toBe(400);
    expect(await traces(app)).toEqual(before);
  });

  test('a form of another site, or without the token, stores nothing', async () => {
    const before = await traces(app);
    const page = () => post().set('Accept', BROWSER);
    expect((await page().attach('file', pdf(), 'a.pdf')).status).toBe(403);
    expect((await page().set('Origin', 'https://evil.example').attach('file', pdf(), 'a.pdf')).status).toBe(403);
    expect((await post().set('Sec-Fetch-Site', 'cross-site').attach('file', pdf(), 'a.pdf')).status).toBe(403);
    expect(await traces(app)).toEqual(before);
  });

  test('somebody else’s file cannot be made evidence, nor one file of two requests', async () => {
    const colleague = await cast.as('colleague');
    const { body } = await colleague.post('/employee/attachments').attach('file', pdf('theirs'), 'a.pdf');
    const theirs = (body as { attachment: { id: string } }).attachment.id;
    const claim = {
      categoryCode: 'initiative_ai',
      eventDate: '2025-11-10',
      notes: 'Did it.',
      acknowledgeDuplicate: true,
    };
    const stolen = await employee.post('/employee/raise-request').send({ ...claim, attachmentIds: [theirs] });
    expect({ status: stolen.status, body: stolen.body as unknown }).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'attachmentIds' }] },
    });
    expect((await colleague.post('/employee/raise-request').send({ ...claim, attachmentIds: [theirs] })).status).toBe(
      201,
    );
    expect((await colleague.post('/employee/raise-request').send({ ...claim, attachmentIds: [theirs] })).status).toBe(
      422,
    );
    expect(
      (
        await employee
          .post('/employee/raise-request')
          .send({ ...claim, attachmentIds: Array.from({ length: 4 }, () => theirs) })
      ).status,
    ).toBe(422);
  });

  /** Sends a file name as it is, which clients would otherwise clean. */
  async function rawUpload(name: string, content: Buffer): Promise<{ status: number | undefined; text: string }> {
    const cookie = (await employee.get('/auth/session')).request as unknown as { cookies: string };
    const quoted = name.replaceAll('\\', '\\\\').replaceAll('"', '%22');
    const body = Buffer.concat([
      Buffer.from(
        `--x\r\nContent-Disposition: form-data; name="file"; filename="${quoted}"\r\nContent-Type: application/pdf\r\n\r\n`,
      ),
      content,
      Buffer.from('\r\n--x--\r\n'),
    ]);
    return new Promise((resolve, reject) => {
      const headers = {
        'Content-Type': 'multipart/form-data; boundary=x',
        'Content-Length': String(body.length),
        Cookie: cookie.cookies,
      };
      const sent = rawRequest(`${app.url}/employee/attachments`, { method: 'POST', headers }, (res) => {
        let text = '';
        res.setEncoding('utf8');
        res.on('data', (chunk: string) => (text += chunk));
        res.on('end', () => resolve({ status: res.statusCode, text }));
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }
});
