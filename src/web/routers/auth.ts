import { forgotPasswordRoutes } from '../pages/auth/forgot-password.js';
import { oneTimeCodeRoutes } from '../pages/auth/one-time-code.js';
import { passwordChangeRoutes } from '../pages/auth/password-change.js';
import { registrationRoutes } from '../pages/auth/registration.js';
import { resetPasswordRoutes } from '../pages/auth/reset-password.js';
import { passwordConfirmationRoutes } from '../pages/auth/password-confirmation.js';
import { personalTokenRoutes } from '../pages/auth/personal-tokens.js';
import { sessionRoutes } from '../pages/auth/sessions.js';
import { setupRoutes } from '../pages/auth/setup.js';
import { signInRoutes } from '../pages/auth/sign-in.js';
import { singleSignOnRoutes } from '../pages/auth/single-sign-on.js';
import { signOutRoutes } from '../pages/auth/sign-out.js';
import { tokenRoutes } from '../pages/auth/tokens.js';
import type { Route } from '../route.js';

/** Signing in and out, tokens for programs, the first run. */
export const authRoutes: readonly Route[] = [
  ...signInRoutes,
  ...singleSignOnRoutes,
  ...oneTimeCodeRoutes,
  ...forgotPasswordRoutes,
  ...resetPasswordRoutes,
  ...registrationRoutes,
  ...signOutRoutes,
  ...passwordChangeRoutes,
  ...passwordConfirmationRoutes,
  ...sessionRoutes,
  ...personalTokenRoutes,
  ...tokenRoutes,
  ...setupRoutes,
];
