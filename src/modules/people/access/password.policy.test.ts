import { describe, expect, it } from 'vitest';
import { passwordProblem } from './password.policy.js';

const owner = { name: 'José Saraiva', email: 'jose1@adventure-works.com', organizationName: 'AdventureWorks' };

const cases: [string, string, RegExp | undefined][] = [
  ['seven characters', 'abcde7!', /At least 8/],
  ['eight characters', 'kx7!vB2q', undefined],
  ['seven emoji', '😀'.repeat(7), /At least 8/],
  ['blanks count', 'a b c d e', undefined],
  ['256 characters', 'xy'.repeat(128), undefined],
  ['257 characters', `${'xy'.repeat(128)}z`, /At most 256/],
  ['a common one', 'password1', /common/],
  ['a common one of the general list', 'serendipity', /common/],
  ['a common one where this product is used', 'omsairam', /common/],
  ['a common one in upper case', 'PassWord1', /common/],
  ['one character repeated', 'zzzzzzzzzzzz', /common/],
  ['the name', 'José Saraiva', /made of/],
  ['the name without accent, with digits', 'JoseSaraiva2026!', /made of/],
  ['the e-mail address', 'jose1@adventure-works.com', /made of/],
  ['the company', 'AdventureWorks', /made of/],
  ['the company and a year', 'adventureworks-2026', /made of/],
  ['name and company', 'jose@AdventureWorks1', /made of/],
  ['a name among other words', 'jose rides green bicycles', undefined],
  ['the password of the demo', 'Points-demo-2026', undefined],
];

describe('passwordProblem', () => {
  it.each(cases)('%s', (_name, password, problem) => {
    if (problem === undefined) expect(passwordProblem(password, owner)).toBeUndefined();
    else expect(passwordProblem(password, owner)).toMatch(problem);
  });
});
