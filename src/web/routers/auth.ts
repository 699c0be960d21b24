import { passwordChangeRoutes } from '../pages/auth/password-change.js';
import { setupRoutes } from '../pages/auth/setup.js';
import { signInRoutes } from '../pages/auth/sign-in.js';
import { signOutRoutes } from '../pages/auth/sign-out.js';
import { tokenRoutes } from '../pages/auth/tokens.js';
import type { Route } from '../route.js';

/** Signing in and out, tokens for programs, the first run. */
export const authRoutes: readonly Route[] = [
  ...signInRoutes,
  ...signOutRoutes,
  ...passwordChangeRoutes,
  ...tokenRoutes,
  ...setupRoutes,
];
