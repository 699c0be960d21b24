/** What a mail about somebody's account says, before it is addressed. */
export interface Letter {
  readonly subject: string;
  /** Sentences above what the mail is for, one paragraph each. */
  readonly paragraphs: readonly string[];
  /** Digits to be typed. */
  readonly code: string | null;
  readonly action: { readonly label: string; readonly path: string } | null;
  /** What to do when one did not expect this. */
  readonly note: string;
}

const NOT_YOU = 'If this was not you, you can ignore this mail: nothing changes without it.';

export function codeLetter({ code, minutes }: { code: string; minutes: number }): Letter {
  return {
    subject: 'Your code to sign in',
    paragraphs: [`Type this code on the page that asked for it. It works once, within ${minutes} minutes.`],
    code,
    action: null,
    note: 'Nobody of the company will ever ask you for this code. If you did not ask for it, ignore this mail.',
  };
}

export function resetLetter({ path, minutes }: { path: string; minutes: number }): Letter {
  return {
    subject: 'Choose a new password',
    paragraphs: [
      `Somebody asked for a new password for your account. The link works once, within ${minutes} minutes.`,
      'When you choose a new password, all your sessions end.',
    ],
    code: null,
    action: { label: 'Choose a new password', path },
    note: NOT_YOU,
  };
}

export function invitationLetter(details: { path: string; days: number; organizationName: string }): Letter {
  return {
    subject: `Welcome to Prowess Points of ${details.organizationName}`,
    paragraphs: [
      `${details.organizationName} rewards what its people do beyond the job. Your account is ready.`,
      `Choose a password to sign in for the first time. The link works once, within ${details.days} days.`,
    ],
    code: null,
    action: { label: 'Choose your password', path: details.path },
    note: 'Did the link run out? Ask your HR administration to send it again.',
  };
}

export function knownAddressLetter({ path }: { path: string }): Letter {
  return {
    subject: 'You have an account already',
    paragraphs: [
      'Somebody wanted to register with your address, but you have an account already.',
      'If you do not know your password, choose a new one.',
    ],
    code: null,
    action: { label: 'Choose a new password', path },
    note: NOT_YOU,
  };
}

export function refusedRegistrationLetter({ organizationName }: { organizationName: string }): Letter {
  return {
    subject: 'Your registration was not accepted',
    paragraphs: [
      `${organizationName} looked at your registration and did not open an account for you.`,
      'If you think this is a mistake, please speak with your HR administration.',
    ],
    code: null,
    action: null,
    note: 'There is nothing you have to do.',
  };
}
