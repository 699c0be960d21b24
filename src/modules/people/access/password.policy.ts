import { COMMON_PASSWORDS } from './common-passwords.js';

const MIN_LENGTH = 8;
const MAX_LENGTH = 256;
/** How many letters and digits a password must have beside names; fewer are tried out in no time. */
const MIN_OWN_LENGTH = 4;

/** Whom a password is for; what everybody knows of a person is no secret. */
export interface PasswordOwner {
  readonly name: string;
  readonly email: string;
  readonly organizationName: string;
  /** How many characters the organization asks for; never fewer than the product does. */
  readonly minLength?: number;
}

/** Why a password cannot be taken, in a sentence for people; undefined when it can. */
export function passwordProblem(password: string, owner: PasswordOwner): string | undefined {
  const minLength = Math.max(owner.minLength ?? MIN_LENGTH, MIN_LENGTH);
  if ([...password].length < minLength) return `At least ${minLength} characters.`;
  if (password.length > MAX_LENGTH) return `At most ${MAX_LENGTH} characters.`;
  if (isCommon(password)) return 'This password is one of the most common ones. Choose another.';
  if (isMadeOfNames(password, owner))
    return 'The password is made of your name, your e-mail address or the company. Choose another.';
  return undefined;
}

function isCommon(password: string): boolean {
  const lower = password.toLowerCase();
  return COMMON_PASSWORDS.has(lower) || new Set(lower).size === 1;
}

function isMadeOfNames(password: string, owner: PasswordOwner): boolean {
  const words = ownWords(owner);
  let rest = essence(password);
  const before = rest;
  for (const word of words) rest = rest.replaceAll(word, '');
  // Digits behind a name do not make it a secret.
  return rest !== before && rest.replace(/[0-9]/g, '').length < MIN_OWN_LENGTH;
}

/** What belongs to the person and the company, the longest first. */
function ownWords({ name, email, organizationName }: PasswordOwner): string[] {
  const [local = '', domain = ''] = email.split('@');
  const company = domain.split('.').slice(0, -1).join('.');
  const parts = [
    name,
    ...name.split(/\s+/),
    email,
    local,
    local.replace(/[0-9]+$/, ''),
    domain,
    company,
    organizationName,
    ...organizationName.split(/\s+/),
  ];
  return [...new Set(parts.map(essence))].filter((word) => word.length >= 3).toSorted((a, b) => b.length - a.length);
}

/** Letters and digits only, lower-case, without accents. */
function essence(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
