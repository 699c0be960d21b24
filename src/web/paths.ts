import { UNITS } from '../kernel/units.js';

/** Every address of the product, built in one place. Patterns take `:id` where a record's id goes. */

/** Everybody's own workspace, and one for each unit. */
export const WORKSPACE_KEYS = ['employee', ...UNITS] as const;
export type WorkspaceKey = (typeof WORKSPACE_KEYS)[number];

/** The pages of settings, in the order of their tabs. */
export const SETTINGS_SECTIONS = ['organization', 'working-time', 'requests', 'access', 'mail', 'features'] as const;
export type SettingsSection = (typeof SETTINGS_SECTIONS)[number];

/** Addresses of a unit's workspace: the same pages everywhere. */
export function unitPaths(key: WorkspaceKey) {
  const base = `/${key}`;
  return {
    dashboard: `${base}/dashboard`,
    requests: `${base}/requests`,
    requestsExport: `${base}/requests/export`,
    request: (id = ':id') => `${base}/requests/${id}`,
    decision: (id = ':id') => `${base}/requests/${id}/decision`,
    takeover: (id = ':id') => `${base}/requests/${id}/takeover`,
    bulkPreview: `${base}/bulk-preview`,
    bulkApprove: `${base}/bulk-approve`,
    bulkReject: `${base}/bulk-reject`,
    bulkOutcomes: `${base}/bulk-decisions`,
    bulkOutcome: (id = ':id') => `${base}/bulk-decisions/${id}`,
    proposals: `${base}/proposals`,
    newProposal: `${base}/proposals/new`,
    proposalPreview: `${base}/proposals/preview`,
    proposal: (id = ':id') => `${base}/proposals/${id}`,
    proposalRevision: (id = ':id') => `${base}/proposals/${id}/revision`,
    proposalWithdrawal: (id = ':id') => `${base}/proposals/${id}/withdrawal`,
    onBehalf: `${base}/on-behalf`,
    onBehalfPreview: `${base}/on-behalf/preview`,
    raisedForOthers: `${base}/on-behalf/requests`,
    raisedForOther: (id = ':id') => `${base}/on-behalf/requests/${id}`,
    raisedForOtherWithdrawal: (id = ':id') => `${base}/on-behalf/requests/${id}/withdrawal`,
    // HR's awards are the allocation of its administration.
    awards: key === 'hr' ? '/hr/points-allocation' : `${base}/awards`,
    awardPreview: key === 'hr' ? '/hr/points-allocation/preview' : `${base}/awards/preview`,
    // Central has one kind of file, at an address of its own.
    imports: key === 'central' ? '/central/batch/files' : `${base}/imports`,
    importKind: (kind = ':kind') => (key === 'central' ? '/central/batch' : `${base}/imports/${kind}`),
    importKindTemplate: (kind = ':kind') =>
      key === 'central' ? '/central/batch/template' : `${base}/imports/${kind}/template`,
    utilization: `${base}/utilization`,
    newUtilization: `${base}/utilization/new`,
    utilizationPreview: `${base}/utilization/preview`,
    utilizationOf: (personId = ':id') => `${base}/utilization/${personId}`,
    utilizationCorrection: (id = ':id') => `${base}/requests/${id}/utilization`,
    utilizationRevision: (id = ':id') => `${base}/requests/${id}/utilization/revision`,
    utilizationWithdrawal: (id = ':id') => `${base}/requests/${id}/utilization/withdrawal`,
    employees: `${base}/employees`,
    employeesExport: `${base}/employees/export`,
    employee: (id = ':id') => `${base}/employees/${id}`,
    // What the people wait for whom one looks after.
    pending: `${base}/pending`,
    analytics: `${base}/analytics`,
    market: `${base}/market`,
    leaderboard: `${base}/leaderboard`,
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
    singleSignOn: '/auth/single-sign-on',
    singleSignOnCallback: '/auth/single-sign-on/callback',
    session: '/auth/session',
    passwordConfirmation: '/auth/password-confirmation',
    sessions: '/auth/sessions',
    sessionEnd: (id = ':id') => `/auth/sessions/${id}/end`,
    otherSessionsEnd: '/auth/sessions/end-others',
    personalTokens: '/auth/personal-tokens',
    personalTokenRevocation: (id = ':id') => `/auth/personal-tokens/${id}/revocation`,
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
    historyExport: '/employee/history/export',
    // Why these points: one entry of the own account with everything it came from.
    entry: (id = ':id') => `/employee/entries/${id}`,
    utilization: '/employee/utilization',
    announcement: (id = ':id') => `/employee/announcements/${id}`,
    statement: '/employee/statement',
    pointsSummary: '/employee/points-summary',
    leaderboard: '/employee/leaderboard',
    attachments: '/employee/attachments',
    notifications: '/employee/notifications',
    notificationsRead: '/employee/notifications/read',
    notification: (id = ':id') => `/employee/notifications/${id}`,
    profile: '/employee/profile',
    messages: '/employee/profile/messages',
    personalData: '/employee/profile/data',
    dataExport: '/employee/profile/data-export',
    theme: '/employee/theme',
    live: '/employee/live',
    absence: '/employee/absence',
    absencePreview: '/employee/absence/preview',
    absenceOne: (id = ':id') => `/employee/absence/${id}`,
    absenceOnePreview: (id = ':id') => `/employee/absence/${id}/preview`,
    absenceCancellation: (id = ':id') => `/employee/absence/${id}/cancellation`,
  },
  attachment: (id = ':id') => `/attachments/${id}`,
  unit: unitPaths,
  hr: {
    absence: (personId = ':id') => `/hr/employees/${personId}/absence`,
    absencePreview: (personId = ':id') => `/hr/employees/${personId}/absence/preview`,
    absenceOne: (id = ':id') => `/hr/absences/${id}`,
    absenceOnePreview: (id = ':id') => `/hr/absences/${id}/preview`,
    absenceCancellation: (id = ':id') => `/hr/absences/${id}/cancellation`,
    tracker: '/hr/pending-tracker',
    tracked: (id = ':id') => `/hr/pending-tracker/${id}`,
    trackerExport: '/hr/pending-tracker/export',
    reassignMany: '/hr/pending-tracker/reassignment',
    remindMany: '/hr/pending-tracker/reminder',
    reassign: (id = ':id') => `/hr/requests/${id}/reassignment`,
    remind: (id = ':id') => `/hr/requests/${id}/reminder`,
    imports: '/hr/imports',
    importPeople: '/hr/imports/people',
    importTemplate: '/hr/imports/people/template',
    importMappings: '/hr/imports/mappings',
    importMapping: (id = ':id') => `/hr/imports/mappings/${id}`,
    importMappingDeletion: (id = ':id') => `/hr/imports/mappings/${id}/deletion`,
    registerEmployee: '/hr/register-employee',
    employees: '/hr/employees',
    employeesExport: '/hr/employees/export',
    person: (id = ':id') => `/hr/employees/${id}`,
    personEdit: (id = ':id') => `/hr/employees/${id}/edit`,
    personGrants: (id = ':id') => `/hr/employees/${id}/grants`,
    personDeactivation: (id = ':id') => `/hr/employees/${id}/deactivation`,
    personReactivation: (id = ':id') => `/hr/employees/${id}/reactivation`,
    personExit: (id = ':id') => `/hr/employees/${id}/exit`,
    personReports: (id = ':id') => `/hr/employees/${id}/reports`,
    personInitialPassword: (id = ':id') => `/hr/employees/${id}/initial-password`,
    personErasure: (id = ':id') => `/hr/employees/${id}/erasure`,
    personDataExport: (id = ':id') => `/hr/employees/${id}/data-export`,
    personSessionsEnd: (id = ':id') => `/hr/employees/${id}/sessions-end`,
    personSessionEnd: (id = ':id') => `/hr/employees/${id}/session-end`,
    categories: '/hr/categories',
    newCategory: '/hr/categories/new',
    newCategoryPreview: '/hr/categories/preview',
    categoryPreview: (code = ':code') => `/hr/categories/${code}/preview`,
    category: (code = ':code') => `/hr/categories/${code}`,
    categoryEdit: (code = ':code') => `/hr/categories/${code}/edit`,
    categoryStatus: (code = ':code') => `/hr/categories/${code}/status`,
    categoryDeletion: (code = ':code') => `/hr/categories/${code}/deletion`,
    categoryWithdrawal: (code = ':code') => `/hr/categories/${code}/withdrawal`,
    pointsAllocation: '/hr/points-allocation',
    pointsAllocationPreview: '/hr/points-allocation/preview',
    mails: '/hr/mails',
    mail: (id = ':id') => `/hr/mails/${id}`,
    mailResend: (id = ':id') => `/hr/mails/${id}/resend`,
    mailsResend: '/hr/mails/resend',
    personEntries: (id = ':id') => `/hr/people/${id}/entries`,
    adjustments: (id = ':id') => `/hr/people/${id}/adjustments`,
    entry: (id = ':id') => `/hr/entries/${id}`,
    correctionPreview: (id = ':id') => `/hr/entries/${id}/correction`,
    reversal: (id = ':id') => `/hr/entries/${id}/reversal`,
    lists: '/hr/lists',
    settings: (section: SettingsSection) => `/hr/settings/${section}`,
    logo: '/hr/settings/organization/logo',
    logoRemoval: '/hr/settings/organization/logo-removal',
    holidays: '/hr/settings/working-time/holidays',
    holidayRemoval: '/hr/settings/working-time/holiday-removal',
    testMail: '/hr/settings/mail/test',
    audit: '/hr/audit',
    auditExport: '/hr/audit/export',
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
    problems: (id = ':id') => `/imports/${id}/problems`,
    changes: (id = ':id') => `/imports/${id}/changes`,
    mapping: (id = ':id') => `/imports/${id}/mapping`,
    discard: (id = ':id') => `/imports/${id}/discard`,
  },
  central: {
    dashboard: '/central/dashboard',
    leaderboard: '/central/leaderboard',
    employee: (id = ':id') => `/central/employees/${id}`,
    employeesExport: '/central/employees/export',
    analytics: '/central/analytics',
    export: '/central/export',
    exports: '/central/exports',
    exportOne: (id = ':id') => `/central/exports/${id}`,
    exportFile: (id = ':id') => `/central/exports/${id}/file`,
    exportCancellation: (id = ':id') => `/central/exports/${id}/cancellation`,
    exportDeletion: (id = ':id') => `/central/exports/${id}/deletion`,
    config: '/central/config',
    newConfig: '/central/config/new',
    configPreview: '/central/config/preview',
    configVersion: (id = ':id') => `/central/config/${id}`,
    configWithdrawal: (id = ':id') => `/central/config/${id}/withdrawal`,
    bonus: '/central/bonus',
    bonusPreview: '/central/bonus/preview',
    bonusRun: (id = ':id') => `/central/bonus/runs/${id}`,
    bonusRunExport: (id = ':id') => `/central/bonus/runs/${id}/export`,
    bonusReversal: (entryId = ':id') => `/central/bonus/${entryId}/reversal`,
    bonusAnalysis: '/central/bonus/analysis',
    announcements: '/central/announcements',
    newAnnouncement: '/central/announcements/new',
    announcementPreview: '/central/announcements/preview',
    announcement: (id = ':id') => `/central/announcements/${id}`,
    announcementCancellation: (id = ':id') => `/central/announcements/${id}/cancellation`,
    batch: '/central/batch',
    batchTemplate: '/central/batch/template',
    verification: '/central/verification',
  },
  people: { search: '/people' },
  organization: { logo: '/organization/logo' },
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
