/** Every address of the product, built in one place. Patterns take `:id` where a record's id goes. */

export const WORKSPACE_KEYS = [
  'employee',
  'hr',
  'pm',
  'pmarch',
  'pmo',
  'ta',
  'ld',
  'presales',
  'marketing',
  'dp',
  'central',
] as const;
export type WorkspaceKey = (typeof WORKSPACE_KEYS)[number];

/** Addresses of a unit's workspace: the same pages everywhere. */
export function unitPaths(key: WorkspaceKey) {
  const base = `/${key}`;
  return {
    dashboard: `${base}/dashboard`,
    requests: `${base}/requests`,
    request: (id = ':id') => `${base}/requests/${id}`,
    decision: (id = ':id') => `${base}/requests/${id}/decision`,
    bulkApprove: `${base}/bulk-approve`,
    bulkReject: `${base}/bulk-reject`,
  };
}

export const paths = {
  home: '/',
  setup: '/setup',
  auth: {
    login: '/auth/login',
    logout: '/auth/logout',
    changePassword: '/auth/change-password',
    verifyCode: '/auth/verify-otp',
    forgotPassword: '/auth/forgot-password',
    resetPassword: '/auth/reset-password',
    register: '/auth/register',
    session: '/auth/session',
    token: '/auth/token',
    tokenRefresh: '/auth/token/refresh',
    tokenRevoke: '/auth/token/revoke',
  },
  employee: {
    dashboard: '/employee/dashboard',
    raiseRequest: '/employee/raise-request',
    requests: '/employee/requests',
    request: (id = ':id') => `/employee/requests/${id}`,
    withdrawal: (id = ':id') => `/employee/requests/${id}/withdrawal`,
    history: '/employee/history',
    pointsSummary: '/employee/points-summary',
    leaderboard: '/employee/leaderboard',
    attachments: '/employee/attachments',
    notifications: '/employee/notifications',
    notificationsRead: '/employee/notifications/read',
    profile: '/employee/profile',
    theme: '/employee/theme',
    live: '/employee/live',
  },
  attachment: (id = ':id') => `/attachments/${id}`,
  unit: unitPaths,
  hr: {
    importPeople: '/hr/imports/people',
    invitation: (id = ':id') => `/hr/people/${id}/invitation`,
    registrations: '/hr/registrations',
    registration: (id = ':id') => `/hr/registrations/${id}`,
    activation: (id = ':id') => `/hr/registrations/${id}/activation`,
    refusal: (id = ':id') => `/hr/registrations/${id}/refusal`,
  },
  imports: {
    one: (id = ':id') => `/imports/${id}`,
    confirmation: (id = ':id') => `/imports/${id}/confirmation`,
    failedRows: (id = ':id') => `/imports/${id}/failed-rows`,
  },
  central: {
    dashboard: '/central/dashboard',
    leaderboard: '/central/leaderboard',
    employee: (id = ':id') => `/central/employees/${id}`,
    export: '/central/export',
  },
  people: { search: '/people' },
  dev: { mailbox: '/dev/mailbox', mail: (id = ':id') => `/dev/mailbox/${id}`, components: '/dev/components' },
  operations: { health: '/healthz', ready: '/readyz', openapi: '/openapi.json', docs: '/docs' },
} as const;

/** An address with a query; empty values are left out. */
export function withQuery(path: string, query: Readonly<Record<string, string | number | undefined | null>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** The address in a mail with which somebody chooses a password. */
export function choosePasswordLink(token: string): string {
  return withQuery(paths.auth.resetPassword, { token });
}

/**
 * The page to return to after signing in. Only an address of our own: it must start with one slash and resolve to the
 * same place; anything else becomes the home page.
 */
export function safeNext(next: string | undefined): string {
  if (next === undefined || !/^\/(?![/\\])[\x21-\x7e]*$/.test(next) || next.includes('\\')) return paths.home;
  const resolved = new URL(next, 'http://here.invalid');
  // Dots are resolved by now: `/.//evil.example` has become `//evil.example`.
  const isOurs = resolved.origin === 'http://here.invalid' && !resolved.pathname.startsWith('//');
  return isOurs ? resolved.pathname + resolved.search : paths.home;
}
