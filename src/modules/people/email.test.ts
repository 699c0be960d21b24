import { describe, expect, it } from 'vitest';
import { readEmail } from './email.js';

describe('readEmail', () => {
  it.each([
    ['guy1@adventure-works.com', 'guy1@adventure-works.com'],
    [' GUY1@Adventure-Works.COM ', 'guy1@adventure-works.com'],
    ["o'neil+points@mail.example.co.uk", "o'neil+points@mail.example.co.uk"],
  ])('%j is %s', (text, email) => {
    expect(readEmail(text)).toEqual({ email });
  });

  it.each([
    ['', /Give/],
    ['   ', /Give/],
    ['françois0@adventure-works.com', /accents/],
    ['josé1@adventure-works.com', /accents/],
    ['\u212Aen0@adventure-works.com', /special letters/],
    ['guy1', /not an e-mail/],
    ['guy1@', /not an e-mail/],
    ['@x.com', /not an e-mail/],
    ['guy1@localhost', /not an e-mail/],
    ['guy 1@x.com', /not an e-mail/],
    ['guy1@x..com', /not an e-mail/],
    ['guy1@-x.com', /not an e-mail/],
    ['a@b@x.com', /not an e-mail/],
    ['guy1@x.com\nBcc: all@x.com', /special letters/],
    [`${'a'.repeat(65)}@x.com`, /not an e-mail/],
    [`a@${'b'.repeat(250)}.com`, /not an e-mail/],
  ])('%j is refused', (text, problem) => {
    expect(readEmail(text)).toEqual({ problem: expect.stringMatching(problem) as string });
  });
});
