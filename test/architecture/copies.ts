import { WORKSPACE_KEYS } from '../../src/web/paths.js';
import type { SourceFile } from './source-files.js';

/** As many lines together are a thought of their own; fewer are the grammar of the house. */
const RUN = 6;
/** A share of common lines from which on a file is a copy of the other. */
const COPY = 0.5;
/** Smaller files are declarations. */
const MIN_LINES = 14;

export interface Copy {
  readonly file: string;
  readonly of: string;
  /** How much of the smaller file stands in the other one, from 0 to 1. */
  readonly share: number;
}

const UNIT_WORDS = new RegExp(
  `\\b(${WORKSPACE_KEYS.flatMap((key) => [key, key.toUpperCase(), key.charAt(0).toUpperCase() + key.slice(1)]).join('|')})(?![a-z])`,
  'g',
);

/** Lines that say something, without blanks and with every unit called the same, so that a renamed copy is one. */
export function tellingLines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim().replace(/\s+/g, ' ').replace(UNIT_WORDS, 'unit'))
    .filter((line) => /[a-z]{3}/i.test(line) && !/^(import|export \{|\}? ?from|\*|\/\*|\/\/|<%#)/.test(line));
}

/** Pairs of files of which one stands in the other for the most part, worst first. */
export function copiesAmong(files: readonly Pick<SourceFile, 'path' | 'text'>[]): Copy[] {
  const runs = files
    .map(({ path, text }) => ({ path, runs: runsOf(tellingLines(text)) }))
    .filter((file) => file.runs.size >= MIN_LINES - RUN + 1);
  const holders = new Map<string, number[]>();
  runs.forEach((file, index) => {
    for (const run of file.runs) holders.set(run, [...(holders.get(run) ?? []), index]);
  });
  const common = new Map<string, number>();
  for (const indexes of holders.values()) {
    for (const [position, one] of indexes.entries()) {
      for (const other of indexes.slice(position + 1)) {
        common.set(`${one} ${other}`, (common.get(`${one} ${other}`) ?? 0) + 1);
      }
    }
  }
  return [...common]
    .flatMap(([pair, count]) => {
      const [one, other] = pair.split(' ').map((index) => runs[Number(index)]);
      if (one === undefined || other === undefined) return [];
      const [smaller, larger] = one.runs.size <= other.runs.size ? [one, other] : [other, one];
      const share = count / smaller.runs.size;
      return share >= COPY ? [{ file: smaller.path, of: larger.path, share }] : [];
    })
    .sort((one, other) => other.share - one.share);
}

function runsOf(lines: readonly string[]): Set<string> {
  const runs = new Set<string>();
  for (let start = 0; start + RUN <= lines.length; start += 1) runs.add(lines.slice(start, start + RUN).join('\n'));
  return runs;
}
