import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { FileSystemConfigLoader, HtmlValidate, type ConfigData, type ResolvedConfig } from 'html-validate';
import { projectRoot } from '../../src/project-root.js';

const config = JSON.parse(readFileSync(path.join(projectRoot(), '.htmlvalidate.json'), 'utf8')) as ConfigData;

/** Puts the rules and the table of elements together once, not for every page. */
class SameConfig extends FileSystemConfigLoader {
  #resolved?: ReturnType<FileSystemConfigLoader['getConfigFor']>;

  override getConfigFor(handle: string): ResolvedConfig | Promise<ResolvedConfig> {
    return (this.#resolved ??= super.getConfigFor(handle));
  }
}

const validator = new HtmlValidate(new SameConfig(config));

const UNPRINTABLE = /\bundefined\b|\[object \w+\]|\bNaN\b|\bInvalid Date\b/g;
/** Ids of records, tokens and keys. */
const RANDOM = /\b[0-9a-f]{24,}\b|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g;

/** Pages that were found valid. */
const valid = new Set<string>();

/** What is wrong with a page: broken rules of HTML, and values that were printed without being there. */
export function problemsOfPage(html: string): string[] {
  const key = fingerprint(html);
  if (valid.has(key)) return [];
  const problems = [...brokenRules(html), ...printed(html)];
  if (problems.length === 0) valid.add(key);
  return problems;
}

/**
 * The same for pages that differ only in what was drawn by lot. Each value is replaced by the number of its first
 * place, so that the same one twice stays the same one twice, and by whether it begins with a letter, which names of
 * elements have to: no rule can tell two such pages apart.
 */
function fingerprint(html: string): string {
  const names = new Map<string, string>();
  const named = html.replace(RANDOM, (value) => {
    const name = names.get(value) ?? `${/^\d/.test(value) ? 'digit' : 'letter'}${value.length}.${names.size}`;
    names.set(value, name);
    return name;
  });
  return createHash('sha256').update(named).digest('base64');
}

function brokenRules(html: string): string[] {
  const lines = html.split('\n');
  return validator
    .validateStringSync(html)
    .results.flatMap(({ messages }) => messages)
    .map(({ ruleId, message, line, column }) => {
      const place = (lines[line - 1] ?? '').slice(Math.max(0, column - 40), column + 80);
      return `${ruleId}: ${message} at ${place}`;
    });
}

function printed(html: string): string[] {
  return [...html.matchAll(UNPRINTABLE)].map(
    ({ 0: { length }, index }) => `printed: ${html.slice(Math.max(0, index - 40), index + length + 40)}`,
  );
}
