import { BackupError, EngineStartError } from 'embedded-mongo';
import { ConfigError } from '../../src/config.js';
import { AppError } from '../../src/kernel/errors.js';
import { COMMANDS } from './commands.js';
import type { Command } from './command.js';
import { createOperator } from './operator.js';
import { readOptions } from './read-options.js';
import { Refusal, UsageError } from './refusal.js';
import { openTerminal, type TerminalInput } from './terminal.js';
import { commandHelp, overview, usageLine } from './usage.js';

const DONE = 0;
const REFUSED = 1;
const TYPED_WRONGLY = 2;

/** Where a command is run: what configures it, where answers come from, and where it prints. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly input: TerminalInput;
  readonly output: NodeJS.WritableStream;
  readonly errors: NodeJS.WritableStream;
}

/** Runs what was typed and says with which code the process shall end. */
export async function runAdmin([name, ...typed]: readonly string[], surroundings: Surroundings): Promise<number> {
  const { say, complain } = printers(surroundings);
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    overview(COMMANDS).forEach(name === undefined ? complain : say);
    return name === undefined ? TYPED_WRONGLY : DONE;
  }
  const command = COMMANDS.find((known) => known.name === name);
  if (command === undefined) {
    complain(`There is no command "${name}".`);
    complain('Usage: npm run admin -- <command> [options]; "npm run admin -- help" lists the commands.');
    return TYPED_WRONGLY;
  }
  return run(command, typed, surroundings);
}

function printers({ output, errors }: Surroundings) {
  const to = (stream: NodeJS.WritableStream) => (line: string) => void stream.write(`${line}\n`);
  return { say: to(output), complain: to(errors) };
}

async function run(command: Command, typed: readonly string[], surroundings: Surroundings): Promise<number> {
  const { say, complain } = printers(surroundings);
  const terminal = openTerminal(surroundings.input, surroundings.errors);
  try {
    const { help, values } = readOptions(command, typed);
    if (help) {
      commandHelp(command).forEach(say);
      return DONE;
    }
    const fine = await command.run(createOperator(surroundings.environment, terminal, say), values);
    return fine === false ? REFUSED : DONE;
  } catch (error) {
    if (error instanceof UsageError) {
      complain(error.message);
      complain(usageLine(command));
      return TYPED_WRONGLY;
    }
    reasons(error).forEach(complain);
    return REFUSED;
  } finally {
    terminal.close();
  }
}

/** What was refused is said in a sentence, field by field where there are some; what nobody expected with its stack. */
function reasons(error: unknown): string[] {
  if (error instanceof AppError) {
    const fields = error.errors.map(({ path, message }) => `${path}: ${message}`);
    return fields.length > 0 ? fields : [error.message];
  }
  if (
    error instanceof Refusal ||
    error instanceof ConfigError ||
    error instanceof EngineStartError ||
    error instanceof BackupError
  ) {
    return [error.message];
  }
  if (error instanceof Error && error.name === 'MongoServerSelectionError') {
    return ['The database named by MONGO_URI does not answer.'];
  }
  return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
}
