import type { Command, OptionDeclaration } from './command.js';

const CALL = 'npm run admin --';

/** The one line that says how a command is typed. */
export function usageLine({ name, options }: Command): string {
  const parts = Object.entries(options).map(([option, declaration]) =>
    declaration.required === true ? typedAs(option, declaration) : `[${typedAs(option, declaration)}]`,
  );
  return ['Usage:', CALL, name, ...parts].join(' ');
}

/** What `--help` of a command prints. */
export function commandHelp(command: Command): string[] {
  const rows = Object.entries(command.options).map(
    ([option, declaration]) => [typedAs(option, declaration), declaration.summary] as const,
  );
  const details = command.details === undefined ? [] : ['', ...command.details.split('\n')];
  return [command.summary, ...details, '', usageLine(command), ...table([...rows, ['--help', 'Prints this.']])];
}

/** What `help` prints. */
export function overview(commands: readonly Command[]): string[] {
  return [
    `${CALL} <command> [options]`,
    '',
    ...table(commands.map(({ name, summary }) => [name, summary] as const)),
    '',
    `"${CALL} <command> --help" says more about one. A command ends with 0 when it is done, with 1 when it was refused`,
    'or found something wrong, and with 2 when it was typed wrongly.',
  ];
}

function typedAs(option: string, { value }: OptionDeclaration): string {
  return value === undefined ? `--${option}` : `--${option} ${value}`;
}

function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width + 2)}${right}`);
}
