import type { Operator } from './operator.js';

/** An option as it is typed: `--name <text>`, or `--force` where it has no `value`. */
export interface OptionDeclaration {
  /** What stands behind the option, for the usage line, such as `<folder>`; absent for one that is there or not. */
  readonly value?: string;
  readonly required?: true;
  readonly summary: string;
}
export type OptionDeclarations = Readonly<Record<string, OptionDeclaration>>;

/** What a command gets of its options. */
export type OptionValues<D extends OptionDeclarations> = {
  readonly [N in keyof D]: D[N] extends { readonly value: string }
    ? D[N] extends { readonly required: true }
      ? string
      : string | undefined
    : boolean;
};

export interface Command {
  readonly name: string;
  /** One sentence. */
  readonly summary: string;
  /** More that its help says. */
  readonly details?: string;
  readonly options: OptionDeclarations;
  /** Returns false when what it looked for is not in order; throws what refuses it. */
  run(operator: Operator, options: Readonly<Record<string, string | boolean | undefined>>): Promise<boolean | void>;
}

interface CommandDefinition<D extends OptionDeclarations> {
  readonly name: string;
  readonly summary: string;
  readonly details?: string;
  readonly options: D;
  readonly run: (operator: Operator, options: OptionValues<D>) => Promise<boolean | void>;
}

/** Declares a command; its `run` gets its options as declared, which `readOptions` has made sure of. */
export function command<const D extends OptionDeclarations>({ run, ...rest }: CommandDefinition<D>): Command {
  return { ...rest, run: (operator, options) => run(operator, options as OptionValues<D>) };
}

/** Options that several commands have. */
export const ORGANIZATION = {
  value: '<slug>',
  summary: 'The organization by its short name; may be left out where there is only one.',
} as const satisfies OptionDeclaration;
export const EMAIL = {
  value: '<address>',
  required: true,
  summary: "The person's e-mail address.",
} as const satisfies OptionDeclaration;
export const JSON_OUTPUT = { summary: 'Prints JSON for programs.' } as const satisfies OptionDeclaration;
