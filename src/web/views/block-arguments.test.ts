import { describe, expect, it } from 'vitest';
import { allowBlockArguments } from './block-arguments.js';

describe('block arguments', () => {
  it('leave a call open until the tag that closes its last bracket', () => {
    expect(allowBlockArguments('<%- f({ a: capture(() => { %>x<% }) }) %>y')).toBe(
      '<% __append(f({ a: capture(() => { %>x<% }) })) %>y',
    );
    expect(allowBlockArguments('<%= f(() => { -%>x<% }); -%>')).toBe('<% __append(escapeFn(f(() => { -%>x<% }))) -%>');
  });

  it('nest', () => {
    expect(allowBlockArguments('<%- f(() => { %><%- g(() => { %>x<% }) %><% }) %>')).toBe(
      '<% __append(f(() => { %><% __append(g(() => { %>x<% })) %><% })) %>',
    );
  });

  it('leave every other template alone', () => {
    for (const source of [
      "<% if (m.a) { %><%= m.b %><% } else { %><%- include('/x', { a: [1] }) %><% } %>",
      "<%= ')' + `${m.a}` %><%# a ( comment %><%% literal %>",
      '<% const body = capture(() => { %>x<% }); %><%= body %>',
      "<%= m.t('a(b') %><% for (const x of m.xs) { %>.<% } %>",
    ]) {
      expect(allowBlockArguments(source)).toBe(source);
    }
  });
});
