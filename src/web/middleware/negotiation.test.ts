import express from 'express';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { bodyType, wantsPage } from './negotiation.js';

const app = express();
app.use((req, res) => {
  res.json({ page: wantsPage(req), body: bodyType(req) ?? null });
});

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8';

describe('wantsPage', () => {
  it.each([
    [BROWSER, true],
    ['text/html', true],
    ['text/html, application/json;q=0.5', true],
    ['*/*', false],
    ['application/json', false],
    ['application/json, text/plain, */*', false],
    ['application/json, text/html;q=0.5', false],
    ['text/html;q=0.1, application/json', false],
    ['text/html;q=0', false],
    ['image/png', false],
    ['', false],
  ])('%j: %s', async (accept, page) => {
    const { body } = await request(app).get('/').set('Accept', accept);
    expect((body as { page: boolean }).page).toBe(page);
  });
});

describe('bodyType', () => {
  it.each([
    ['application/json; charset=utf-8', 'application/json'],
    ['Multipart/Form-Data; boundary=x', 'multipart/form-data'],
    [' text/plain ', 'text/plain'],
  ])('%j is %s', async (type, expected) => {
    const { body } = await request(app).post('/').set('Content-Type', type).send('x');
    expect((body as { body: string }).body).toBe(expected);
  });

  it('is absent where nothing is sent', async () => {
    const { body } = await request(app).get('/');
    expect((body as { body: null }).body).toBeNull();
  });
});
