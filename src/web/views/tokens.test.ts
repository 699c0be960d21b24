import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../../../public/css/tokens.css', import.meta.url), 'utf8');
const pairs = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(
    ([, role, light, dark]): [string, [string, string]] => [`${role}`, [`${light}`, `${dark}`]],
  ),
);

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}
function contrast(role: string, other: string, theme: 0 | 1): number {
  const [front, back] = [role, other].map((name) => {
    const colour = pairs.get(name)?.[theme];
    if (colour === undefined) throw new Error(`no role ${name}`);
    return luminance(colour);
  }) as [number, number];
  return (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
}

const GROUNDS = ['surface', 'raised', 'sunken'];
const TEXT: [string, string][] = [
  ...['text', 'muted', 'accent', 'accent-strong', 'danger'].flatMap((role) =>
    GROUNDS.map((ground): [string, string] => [role, ground]),
  ),
  ...['success', 'warning', 'danger', 'info', 'praise'].flatMap((role): [string, string][] => [
    [role, `${role}-soft`],
    [role, 'raised'],
    ['text', `${role}-soft`],
  ]),
  ...['accent', 'success', 'warning', 'danger', 'info'].map((role): [string, string] => [`on-${role}`, role]),
  ['on-accent', 'accent-strong'],
  ['on-accent-panel', 'accent-panel'],
  ['text', 'accent-soft'],
  ['muted', 'accent-soft'],
  ['accent-strong', 'accent-soft'],
];
const SHAPES: [string, string][] = [
  ...['line-strong', 'accent', 'danger', 'success', 'praise-strong'].flatMap((role) =>
    GROUNDS.map((ground): [string, string] => [role, ground]),
  ),
  ['praise-strong', 'praise-soft'],
  ...[1, 2, 3, 4, 5, 6].map((series): [string, string] => [`chart-${series}`, 'raised']),
];

describe.each([
  ['light', 0],
  ['dark', 1],
] as const)('colours in the %s', (_name, theme) => {
  it.each(TEXT)('%s is readable as text on %s', (role, ground) => {
    expect(contrast(role, ground, theme)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(SHAPES)('%s is seen on %s', (role, ground) => {
    expect(contrast(role, ground, theme)).toBeGreaterThanOrEqual(3);
  });
});

it('every colour of the tokens has both themes', () => {
  const lone = [...css.matchAll(/^\s*--(?!bs-)[\w-]+: #/gm)];
  expect(lone).toEqual([]);
  expect(pairs.size).toBeGreaterThan(30);
});
