import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { anonymous } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { createCast, type Cast, type Role } from '../../support/cast.js';
import { pdf, raise, upload } from '../../support/records.js';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe('47: evidence', () => {
  let app: TestApp;
  let cast: Cast;
  let ofMarketing: string;
  let ofLearning: string;
  beforeAll(async () => {
    app = await openTestApp();
    cast = await createCast(app);
    const employee = await cast.as('employee');
    ofMarketing = await upload(employee, pdf('for marketing'), 'Blog "März" 100%.pdf');
    await raise(cast, 'marketing', { attachmentIds: [ofMarketing] });
    ofLearning = await upload(employee, PNG, 'certificate.png');
    await raise(cast, 'ld', { categoryCode: 'certification', attachmentIds: [ofLearning] });
  });
  afterAll(() => app.close());

  const statusFor = async (role: Role, id: string) => (await (await cast.as(role)).get(`/attachments/${id}`)).status;

  test('owner, decider, HR administration and central may download; others do not find it', async () => {
    for (const role of ['employee', 'marketing', 'hrAdmin', 'central'] as const) {
      expect({ role, status: await statusFor(role, ofMarketing) }).toEqual({ role, status: 200 });
    }
    for (const role of ['colleague', 'manager', 'otherManager', 'marketingOther', 'ld', 'hrValidator', 'dp'] as const) {
      expect({ role, status: await statusFor(role, ofMarketing) }).toEqual({ role, status: 404 });
    }
    expect((await anonymous(app).get(`/attachments/${ofMarketing}`)).status).toBe(401);
  });

  test('a unit with validators shows it to all of them', async () => {
    for (const role of ['employee', 'ld', 'ldOther', 'hrAdmin', 'central'] as const) {
      expect({ role, status: await statusFor(role, ofLearning) }).toEqual({ role, status: 200 });
    }
    for (const role of ['colleague', 'marketing', 'ta'] as const) {
      expect({ role, status: await statusFor(role, ofLearning) }).toEqual({ role, status: 404 });
    }
  });

  test('before it belongs to a request it is its owner’s alone', async () => {
    const loose = await upload(await cast.as('employee'), pdf('not sent yet'));
    expect(await statusFor('employee', loose)).toBe(200);
    for (const role of ['manager', 'marketing', 'ld', 'colleague'] as const) {
      expect({ role, status: await statusFor(role, loose) }).toEqual({ role, status: 404 });
    }
  });

  test('comes as it was, under its name, with no rights of this origin', async () => {
    const employee = await cast.as('employee');
    const answer = await employee
      .get(`/attachments/${ofMarketing}`)
      .buffer(true)
      .parse((res, done) => {
        const chunks: Buffer[] = [];
        res.on('data', (chunk: Buffer) => chunks.push(chunk));
        res.on('end', () => done(null, Buffer.concat(chunks)));
      });
    expect(answer.body).toEqual(pdf('for marketing'));
    expect(answer.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': String(pdf('for marketing').length),
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    });
    expect(answer.headers['content-disposition']).toMatch(/^inline; filename\*=UTF-8''Blog%20_M%C3%A4rz_%20100_\.pdf$/);
    expect(answer.headers['content-security-policy']).toMatch(/default-src 'none'.*sandbox/);
  });

  test('every download is on record: who, what', async () => {
    const events = app.container.storage.connection.collection('events');
    const found = await events.find({ type: 'attachment.downloaded', 'subject.id': ofLearning }).toArray();
    const readers = ['employee', 'ld', 'ldOther', 'hrAdmin', 'central'] as const;
    expect(found.map((event) => (event['actor'] as { id: string }).id).sort()).toEqual(
      readers.map((role) => cast.people[role].id).sort(),
    );
  });

  test('whose file is gone from the disk is answered plainly, and the connection goes on', async () => {
    const employee = await cast.as('employee');
    const id = await upload(employee, pdf('about to vanish'));
    const attachment = await cast.tenant.run(() => app.container.attachments.find(id));
    for (const entry of await readdir(app.uploadsDir, { recursive: true, withFileTypes: true })) {
      if (entry.name.startsWith(attachment?.hash ?? 'none'))
        await rm(path.join(entry.parentPath, entry.name), { recursive: true });
    }
    const answer = await employee.get(`/attachments/${id}`);
    expect(answer.type).toBe('application/problem+json');
    expect([404, 500]).toContain(answer.status);
    expect(answer.text).not.toMatch(/ENOENT|uploads|\/tmp/);
  });
});
