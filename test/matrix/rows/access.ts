import { EVERYBODY, GONE, HR_ADMIN, HR_ADMIN_RECORD, OWNER, SIGNED_IN, type Access } from '../kinds.js';
import type { Rows } from '../row.js';

/** Somebody's own, which HR administration may end as well. */
const OWNER_AND_HR: Access = { ...OWNER, hrAdmin: 'in' };

/** Passwords, codes, invitations, sessions, tokens. */
export const ACCESS_ROWS: Rows = {
  'GET /auth/verify-otp': { who: EVERYBODY },
  'POST /auth/verify-otp': { who: EVERYBODY, answer: 422 },
  'GET /auth/forgot-password': { who: EVERYBODY },
  'POST /auth/forgot-password': { who: EVERYBODY, answer: 422 },
  'GET /auth/reset-password': { who: EVERYBODY },
  'POST /auth/reset-password': { who: EVERYBODY, answer: 422 },
  'GET /auth/register': { who: EVERYBODY },
  'POST /auth/register': { who: EVERYBODY, answer: 422 },
  // Nobody signs in that way where no provider is configured.
  'GET /auth/single-sign-on': { who: GONE },
  'GET /auth/single-sign-on/callback': { who: GONE },
  'GET /hr/registrations': { who: HR_ADMIN },
  'GET /hr/registrations/:id': { who: HR_ADMIN_RECORD, id: 'registration' },
  'POST /hr/registrations/:id/activation': {
    who: HR_ADMIN_RECORD,
    id: 'registration',
    answer: 422,
    body: {
      ...{ name: 'Terri Duffy', employeeId: 'AW9100', grade: 'C1', department: 'IT', location: 'India' },
      ...{ level: 'Senior', joiningDate: '2025-11-17' },
    },
  },
  'POST /hr/registrations/:id/refusal': {
    who: HR_ADMIN_RECORD,
    id: 'registration',
    answer: 422,
    body: { reason: 'Not of this company.' },
  },
  // The person of the sample has a password, so nobody needs to invite him.
  'POST /hr/people/:id/invitation': { who: HR_ADMIN_RECORD, id: 'person', answer: 409 },
  'POST /auth/password-confirmation': { who: SIGNED_IN, answer: 422 },
  'GET /auth/sessions': { who: SIGNED_IN },
  'POST /auth/sessions/:id/end': { who: OWNER_AND_HR, id: 'freshSession', page: 303 },
  'POST /auth/sessions/end-others': { who: SIGNED_IN, page: 303 },
  'GET /auth/personal-tokens': { who: SIGNED_IN },
  'POST /auth/personal-tokens': { who: SIGNED_IN, answer: 422 },
  'POST /auth/personal-tokens/:id/revocation': { who: OWNER_AND_HR, id: 'personalToken', page: 303 },
};
