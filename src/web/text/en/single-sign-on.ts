/** Words of single sign-on. */
export const singleSignOn = {
  'signOn.button': 'Sign in with {label}',
  'signOn.or': 'Or with what you have here:',
  'signOn.refused.title': 'You could not be signed in',
  'signOn.waits.title': 'Your registration waits',
  'signOn.retry': 'Try another account',
  'signOn.start': 'Start again',
  'signOn.otherWay': 'Sign in another way',
  'signOn.toSignIn': 'To the sign-in page',
  'signOn.staysThere': 'You stay signed in with {label} itself. On a device that others use, sign out there as well.',
  'signOn.again':
    'This needs a sign-in of the last twelve hours. Sign in again; what you had sent has to be done again afterwards.',
  'signOn.againButton': 'Sign in again with {label}',
  'signOn.insteadOfPassword': 'Sign in again with {label} instead, and do it once more afterwards',
} as const;
