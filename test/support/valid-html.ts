import { readFileSync } from 'node:fs';
import path from 'node:path';
import { HtmlValidate, type ConfigData } from 'html-validate';
import { projectRoot } from '../../src/project-root.js';

const config = JSON.parse(readFileSync(path.join(projectRoot(), '.htmlvalidate.json'), 'utf8')) as ConfigData;
const validator = new HtmlValidate(config);

/** What is wrong with a page: broken rules of HTML, and values that were printed without being there. */
export function problemsOfPage(html: string): string[] {
  const lines = html.split('\n');
  const broken = validator
    .validateStringSync(html)
    .results.flatMap(({ messages }) => messages)
    .map(({ ruleId, message, line, column }) => {
      const place = (lines[line - 1] ?? '').slice(Math.max(0, column - 40), column + 80);
      return `${ruleId}: ${message} at ${place}`;
    });
  const printed = [...html.matchAll(/.{0,40}(\bundefined\b|\[object \w+\]|\bNaN\b|\bInvalid Date\b).{0,40}/g)];
  return [...broken, ...printed.map(([text]) => `printed: ${text}`)];
}
