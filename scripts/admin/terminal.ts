import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';
import { Refusal } from './refusal.js';

/** Where an operator's answers come from: a terminal, or lines of a file or another program. */
export interface Terminal {
  /** True where a person can be asked again. */
  readonly interactive: boolean;
  /** @throws Refusal when there is no answer */
  readonly ask: (question: string) => Promise<string>;
  /** The same without showing what is typed. */
  readonly askSecretly: (question: string) => Promise<string>;
  close(): void;
}

/** A terminal says that it is one. */
export type TerminalInput = NodeJS.ReadableStream & { readonly isTTY?: boolean };

/** Questions go to the error channel, so that what a command prints can be kept apart. */
export function openTerminal(input: TerminalInput, output: NodeJS.WritableStream): Terminal {
  let shown = true;
  const screen = new Writable({
    write(piece: Buffer, _encoding, done) {
      if (shown) output.write(piece);
      done();
    },
  });
  const interactive = input.isTTY === true;
  let opened: { readonly lines: AsyncIterator<string>; readonly reader: Interface } | undefined;

  function open() {
    const reader = createInterface({ input, output: screen, terminal: interactive });
    // Ctrl-C while a question waits ends the command, with nothing done.
    reader.on('SIGINT', () => {
      output.write('\n');
      process.exit(130);
    });
    return { reader, lines: reader[Symbol.asyncIterator]() };
  }

  async function answer(question: string, visible: boolean): Promise<string> {
    opened ??= open();
    if (interactive) {
      opened.reader.setPrompt(`${question} `);
      opened.reader.prompt();
    }
    shown = visible;
    const line: IteratorResult<string, unknown> = await opened.lines.next();
    shown = true;
    if (interactive && !visible) output.write('\n');
    if (line.done === true) throw new Refusal('An answer was expected and none came.');
    return line.value;
  }

  return {
    interactive,
    ask: (question) => answer(question, true),
    askSecretly: (question) => answer(question, false),
    close: () => opened?.reader.close(),
  };
}
