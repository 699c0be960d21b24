/** The part before the @ and a domain with at least one dot. Linear in the length of the text. */
const ADDRESS =
  /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/;

const MAX_LENGTH = 254;

export type EmailReading = { readonly email: string } | { readonly problem: string };

/**
 * Reads an e-mail address as people type it: blanks around it and upper case do not matter. Addresses with letters
 * beyond ASCII are not supported, and the problem says so.
 */
export function readEmail(text: string): EmailReading {
  const trimmed = text.trim();
  if (trimmed === '') return { problem: 'Give an e-mail address.' };
  // Before lower-casing: some foreign letters have an ASCII letter as their lower case.
  if (!/^[\x20-\x7e]*$/.test(trimmed)) {
    return { problem: 'E-mail addresses with accents or other special letters are not supported.' };
  }
  const email = trimmed.toLowerCase();
  if (email.length > MAX_LENGTH || !ADDRESS.test(email)) return { problem: 'This is not an e-mail address.' };
  return { email };
}
