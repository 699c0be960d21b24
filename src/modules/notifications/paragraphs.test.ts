import { describe, expect, it } from 'vitest';
import { paragraphsOf } from './paragraphs.js';

const words = (text: string) => ({ text, href: null });
const link = (address: string) => ({ text: address, href: address });

describe('paragraphsOf', () => {
  it.each([
    ['', []],
    ['One line', [[words('One line')]]],
    ['One\ntwo\n\n \n\nthree', [[words('One\ntwo')], [words('three')]]],
    [
      'See https://example.org/a?b=1&c=2. Or (http://example.org)!',
      [
        [
          words('See '),
          link('https://example.org/a?b=1&c=2'),
          words('. Or ('),
          link('http://example.org'),
          words(')!'),
        ],
      ],
    ],
    ['javascript:alert(1) ftp://x data:text/html,x', [[words('javascript:alert(1) ftp://x data:text/html,x')]]],
    ['https://a.example"onmouseover="x', [[link('https://a.example'), words('"onmouseover="x')]]],
    ['<a href="https://a.example">', [[words('<a href="'), link('https://a.example'), words('">')]]],
  ])('%j', (text, expected) => {
    expect(paragraphsOf(text)).toEqual(expected);
  });
});
