/** The command says no; the message is a sentence that says what to do. The process ends with 1. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** The command was typed wrongly. The process ends with 2 after the usage line. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
