import { lineField } from '../../../kernel/fields.js';

const nameField = lineField(100);

/** The name that a provider gives, where people could have typed it; otherwise what stands before the @. */
export function newcomerName(given: string | undefined, email: string): string {
  const parsed = nameField.safeParse(given);
  return parsed.success && parsed.data !== '' ? parsed.data : email.slice(0, email.lastIndexOf('@'));
}
