import { mkdtemp, mkdir, readdir, readFile, rm, utimes } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import express, { type NextFunction, type Request, type Response } from 'express';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '../../kernel/errors.js';
import { discardUploads, receiveUploads, removeAbandonedUploads } from './index.js';
import { uploadError } from './upload-error.js';

const MB = 1024 * 1024;

describe('receiving uploads', () => {
  let uploadsDir: string;
  let server: http.Server;
  let address: string;
  const outcomes: unknown[] = [];

  beforeAll(async () => {
    uploadsDir = await mkdtemp(path.join(tmpdir(), 'prowess-uploads-'));
    const app = express();
    app.post('/', async (req, res) => {
      const files = await receiveUploads(req, res, { field: 'file', maxFiles: 3 }, uploadsDir);
      const contents = await Promise.all(files.map(async (file) => (await readFile(file.temporaryPath)).length));
      const waiting = (await readdir(path.join(uploadsDir, 'tmp'))).length;
      await discardUploads(files);
      res.json({
        files: files.map(({ originalName, size }) => ({ originalName, size })),
        contents,
        waiting,
        body: req.body as unknown,
      });
    });
    app.use((error: unknown, _req: Request, res: Response, _next: NextFunction) => {
      outcomes.push(error);
      const known = error instanceof AppError ? error : undefined;
      res.status(known?.status ?? 500).json({ code: known?.code, errors: known?.errors });
    });
    server = app.listen(0);
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterAll(async () => {
    server.close();
    await rm(uploadsDir, { recursive: true, force: true });
  });
  afterEach(async () => {
    expect(await readdir(path.join(uploadsDir, 'tmp')).catch(() => [])).toEqual([]);
  });

  async function post(fill: (form: FormData) => void): Promise<{ status: number; body: Record<string, unknown> }> {
    const form = new FormData();
    fill(form);
    const response = await fetch(address, { method: 'POST', body: form });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }
  const file = (size: number) => new Blob([Buffer.alloc(size, 1)]);

  test('files wait under names of our own, texts come as they are', async () => {
    const { status, body } = await post((form) => {
      form.append('notes', 'Über');
      form.append('ids', 'a');
      form.append('ids', 'b');
      form.append('file', file(5 * MB), '../../日本.pdf');
    });
    expect(status).toBe(200);
    expect(body).toEqual({
      files: [{ originalName: '日本.pdf', size: 5 * MB }],
      contents: [5 * MB],
      waiting: 1,
      body: { notes: 'Über', ids: ['a', 'b'] },
    });
  });

  test('a form without files is fine', async () => {
    expect((await post((form) => form.append('notes', 'x'))).body).toMatchObject({ files: [], waiting: 0 });
  });

  test.each([
    [
      'a file of 5 MB and one byte',
      (form: FormData) => form.append('file', file(5 * MB + 1), 'a.pdf'),
      413,
      'upload.too_large',
    ],
    [
      'too many files',
      (form: FormData) => [1, 2, 3, 4].forEach(() => form.append('file', file(10), 'a.pdf')),
      413,
      'upload.too_large',
    ],
    [
      '20 files',
      (form: FormData) => Array.from({ length: 20 }, () => form.append('file', file(10), 'a.pdf')),
      413,
      'upload.too_large',
    ],
    ['a file in another field', (form: FormData) => form.append('other', file(10), 'a.pdf'), 422, 'input.invalid'],
    [
      'a text of more than 32 kB',
      (form: FormData) => form.append('notes', 'x'.repeat(32 * 1024 + 1)),
      413,
      'upload.too_large',
    ],
    [
      'too many fields',
      (form: FormData) => Array.from({ length: 60 }, (_, i) => form.append(`f${i}`, 'x')),
      413,
      'upload.too_many_fields',
    ],
    ['a nested field', (form: FormData) => form.append('a[b][c]', 'x'), 400, 'upload.unreadable'],
    ['a long field name', (form: FormData) => form.append('n'.repeat(100), 'x'), 400, 'upload.unreadable'],
  ])('%s is refused, and nothing is left', async (_what, fill, status, code) => {
    const answer = await post((form) => {
      form.append('file', file(10), 'first.pdf');
      fill(form);
    });
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
  });

  test('a field called __proto__ changes nothing', async () => {
    const { body } = await post((form) => form.append('__proto__', 'x'));
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
    expect(body['files']).toEqual([]);
  });

  test('a form cut short is unreadable, and nothing is left', async () => {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      body: '--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\nhalf of it',
    });
    expect(response.status).toBe(400);
  });

  test('a client that goes away leaves nothing', async () => {
    outcomes.length = 0;
    const request = http.request(address, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=x', 'content-length': String(MB) },
    });
    request.on('error', () => undefined);
    request.write('--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\nsome');
    await expect.poll(() => readdir(path.join(uploadsDir, 'tmp'))).toHaveLength(1);
    request.destroy();
    await expect.poll(() => outcomes.length).toBe(1);
    expect(outcomes[0]).toMatchObject({ status: 400, code: 'upload.unreadable' });
  });

  test('a full disk says so', () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    expect(uploadError(full, { field: 'file', maxFiles: 1 })).toMatchObject({
      status: 507,
      code: 'upload.storage_full',
    });
    const broken = Object.assign(new Error('EIO: i/o error'), { code: 'EIO' });
    expect(uploadError(broken, { field: 'file', maxFiles: 1 })).toBe(broken);
  });

  test('uploads of a killed process go at the next start, running ones stay', async () => {
    const [old, fresh] = [path.join(uploadsDir, 'tmp', 'old'), path.join(uploadsDir, 'tmp', 'fresh')];
    await mkdir(old, { recursive: true });
    await mkdir(fresh, { recursive: true });
    const now = new Date();
    await utimes(old, now, new Date(now.getTime() - 2 * 3_600_000));
    expect(await removeAbandonedUploads(uploadsDir, now)).toBe(1);
    expect(await readdir(path.join(uploadsDir, 'tmp'))).toEqual(['fresh']);
    await rm(fresh, { recursive: true });
  });
});
