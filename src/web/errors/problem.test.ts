import { describe, expect, it } from 'vitest';
import { Conflict, InvalidInput, NotFound, TooLarge, Unparseable, Unavailable } from '../../kernel/errors.js';
import { expectedError } from './expected-error.js';
import { toProblem, unexpectedProblem } from './problem.js';

describe('problem documents', () => {
  it('carry code, sentence, fields and error id', () => {
    expect(toProblem(new InvalidInput([{ path: 'notes', message: 'Say what you did.' }]), 'id-1')).toEqual({
      type: 'urn:prowess:problem:input.invalid',
      title: 'Some fields need attention',
      status: 422,
      code: 'input.invalid',
      detail: 'Please look at the fields named here.',
      errors: [{ path: 'notes', message: 'Say what you did.' }],
      errorId: 'id-1',
    });
  });

  it('carry what the error adds, which cannot take the place of what every problem has', () => {
    const error = new Conflict('request.duplicate', 'There is one already.', {
      extra: { duplicates: [1], status: 200, code: 'fine' },
    });
    expect(toProblem(error, 'id-1')).toMatchObject({ duplicates: [1], status: 409, code: 'request.duplicate' });
  });

  it('tell nothing about what nobody expected', () => {
    expect(unexpectedProblem('id-1')).toMatchObject({ status: 500, code: 'internal', errors: [], errorId: 'id-1' });
  });
});

describe('errors of libraries', () => {
  const named = (name: string) => Object.assign(new Error('connect ECONNREFUSED /tmp/engine.sock'), { name });

  it.each([
    [named('MongoServerSelectionError'), Unavailable],
    [named('MongoNetworkError'), Unavailable],
    [named('MongoPoolClearedError'), Unavailable],
    [new URIError('URI malformed'), NotFound],
    [Object.assign(new Error('too big'), { status: 413 }), TooLarge],
    [Object.assign(new Error('bad'), { status: 400 }), Unparseable],
    [Object.assign(new Error('bad'), { type: 'entity.parse.failed' }), Unparseable],
  ])('%s is expected', (error, kind) => {
    const expected = expectedError(error);
    expect(expected).toBeInstanceOf(kind);
    expect(expected?.message).not.toContain('/tmp');
  });

  it('say when to come back while the database is away', () => {
    expect(expectedError(named('MongoNetworkError'))?.retryAfter).toBe(5);
  });

  it.each([new Error('boom'), new TypeError('x is not a function'), 'a text', null, undefined, 5])(
    '%s is not',
    (error) => {
      expect(expectedError(error)).toBeUndefined();
    },
  );
});
