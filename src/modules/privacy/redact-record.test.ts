import { expect, test } from 'vitest';
import { redactRecord, type Redaction } from './redact-record.js';

const ME = '6914226054ef0eb1f0100001';
const OTHER = '6914226054ef0eb1f0100002';
const REQUEST = '6914226054ef0eb1f0100003';
const FILE = '6914226054ef0eb1f0100004';
const redaction: Redaction = {
  personId: ME,
  pseudonym: { name: 'Erased person 1', email: 'erased-1@erased.invalid', employeeId: 'ERASED-1' },
  recordIds: new Set([REQUEST, FILE]),
  emails: new Set(['terri0@adventure-works.com']),
  replace: (text) => text.replaceAll('Terri Duffy', 'Erased person 1'),
};
const judge = (collection: string, record: Record<string, unknown>) =>
  redactRecord(redaction, collection, { _id: OTHER, ...record });
const event = (fields: Record<string, unknown>) => ({
  ...{ type: 'request.approved', at: new Date(0), subject: { type: 'request', id: OTHER } },
  ...{ actor: { kind: 'person', id: OTHER, name: 'Guy Gilbert' }, address: '10.0.0.1', data: {} },
  ...fields,
});

test.each([
  ['notifications', { personId: ME }],
  ['digest_items', { personId: ME }],
  ['digest_marks', { _id: ME }],
  ['live_items', { personId: ME }],
  ['idempotency', { actor: ME }],
  ['session_index', { person: ME }],
  ['mails', { to: { name: '', address: 'Terri0@adventure-works.com' } }],
  ['mails', { to: { name: '', address: 'guy1@adventure-works.com' }, text: `Open it: /pm/requests/${REQUEST}` }],
  ['idempotency', { actor: OTHER, answer: { request: { id: REQUEST } } }],
])('a record of the person in %s goes', (collection, record) => {
  expect(judge(collection, record)).toBe('remove');
});

test.each([
  ['notifications', { personId: OTHER, text: 'Guy Gilbert raised a request.', href: `/pm/requests/${OTHER}` }],
  ['mails', { to: { name: '', address: 'guy1@adventure-works.com' }, text: 'Hello' }],
  ['requests', { person: OTHER, personName: 'Guy Gilbert', notes: 'Mine.', link: 'https://example.com' }],
  ['events', event({ data: { personId: OTHER, notes: 'Well done.' } })],
  ['events', event({ type: 'import.discarded', data: { personId: ME, reason: 'given up' } })],
  ['events', event({ type: 'person.erased', subject: { type: 'person', id: ME }, data: { reason: 'Asked for it.' } })],
])('a record of others in %s stays', (collection, record) => {
  expect(judge(collection, record)).toBe('keep');
});

test.each<[string, string, Record<string, unknown>, Record<string, unknown>]>([
  [
    'an own request',
    'requests',
    { person: ME, personName: 'Terri Duffy', notes: 'Mine', link: 'https://t.example', decisionNotes: null },
    { personName: 'Erased person 1', notes: 'Erased.', link: null },
  ],
  [
    'what the person wrote of others',
    'requests',
    { person: OTHER, proposer: ME, personName: 'Guy Gilbert', notes: 'Seen by Terri Duffy.' },
    { notes: 'Seen by Erased person 1.' },
  ],
  [
    'who acted',
    'utilizations',
    { by: { kind: 'person', id: ME, name: 'T. D.' } },
    { by: { kind: 'person', id: ME, name: 'Erased person 1' } },
  ],
  [
    'an event of the person',
    'events',
    event({ actor: { kind: 'person', id: ME, name: 'T. D.' } }),
    { actor: { kind: 'person', id: ME, name: 'Erased person 1' }, address: null },
  ],
  [
    'what an event says of the person before and after',
    'events',
    event({
      type: 'person.edited',
      subject: { type: 'person', id: ME },
      before: { name: 'T.', phone: '1', grade: 'C1' },
    }),
    { before: { name: 'Erased person 1', phone: '', grade: 'C1' } },
  ],
  [
    'a decision about the person',
    'events',
    event({ data: { personId: ME, personName: 'T. D.', deciderName: 'Guy Gilbert', notes: 'Well done.' } }),
    { data: { personId: ME, personName: 'Erased person 1', deciderName: 'Guy Gilbert', notes: 'Erased.' } },
  ],
  [
    'a decision by the person',
    'events',
    event({ data: { personId: OTHER, deciderId: ME, deciderName: 'T. D.', notes: 'Well done.' } }),
    { data: { personId: OTHER, deciderId: ME, deciderName: 'Erased person 1', notes: 'Well done.' } },
  ],
  [
    'the oldest of reminded requests',
    'events',
    event({ data: { deciderId: OTHER, oldest: { requestId: REQUEST, personName: 'T. D.', workingDays: 3 } } }),
    { data: { deciderId: OTHER, oldest: { requestId: REQUEST, personName: 'Erased person 1', workingDays: 3 } } },
  ],
  [
    'the name of a file',
    'events',
    event({ type: 'attachment.downloaded', subject: { type: 'attachment', id: FILE }, data: { name: 'cv.pdf' } }),
    { data: { name: 'Erased person 1' } },
  ],
  [
    'a message that waits for the digest of somebody else',
    'digest_items',
    { personId: OTHER, text: 'T. D. raised a request.', words: 'Thanks', href: `/pm/requests/${REQUEST}` },
    {
      text: 'This was about a person who has been erased.',
      words: 'This was about a person who has been erased.',
    },
  ],
  [
    'a message to somebody else',
    'notifications',
    { personId: OTHER, text: 'T. D. raised a request.', href: `/pm/requests/${REQUEST}` },
    { text: 'This was about a person who has been erased.' },
  ],
])('%s is rewritten', (_what, collection, record, set) => {
  expect(judge(collection, record)).toEqual({ set });
  // Once is enough.
  expect(judge(collection, { ...record, ...set })).toBe('keep');
});
