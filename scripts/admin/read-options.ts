import { parseArgs } from 'node:util';
import type { Command } from './command.js';
import { UsageError } from './refusal.js';

export interface ReadOptions {
  readonly help: boolean;
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
}

/**
 * Reads what was typed behind a command's name.
 * @throws UsageError for unknown options, those that lack their value or are missing, and anything else that was typed
 */
export function readOptions({ options }: Pick<Command, 'options'>, typed: readonly string[]): ReadOptions {
  const { help, ...values } = parse(options, typed);
  if (help === true) return { help: true, values: {} };
  const missing = Object.entries(options).flatMap(([name, { required, value }]) =>
    required === true && (values[name] ?? '') === '' ? [`--${name} ${value ?? ''}`.trimEnd()] : [],
  );
  if (missing.length > 0) throw new UsageError(`${missing.join(' and ')} must be given.`);
  const flags = Object.entries(options).filter(([, { value }]) => value === undefined);
  return { help: false, values: { ...Object.fromEntries(flags.map(([name]) => [name, false])), ...values } };
}

function parse(
  options: Command['options'],
  typed: readonly string[],
): Readonly<Record<string, string | boolean | undefined>> {
  const known = Object.entries(options).map(
    ([name, { value }]) => [name, { type: value === undefined ? 'boolean' : 'string' }] as const,
  );
  try {
    const { values } = parseArgs({
      args: [...typed],
      options: { ...Object.fromEntries(known), help: { type: 'boolean', short: 'h' } },
      strict: true,
      allowPositionals: false,
    });
    return values;
  } catch (error) {
    const [sentence = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new UsageError(sentence);
  }
}
