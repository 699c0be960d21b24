import type { RequestHandler } from 'express';

const HR_ROLES = /^\/hr_roles(?=\/|$)/;

/** HR administration is also reachable under `/hr_roles`. The method and what is sent with it stay. */
export const formerAddresses: RequestHandler = (req, res, next) => {
  if (!HR_ROLES.test(req.path)) {
    next();
    return;
  }
  const rest = req.url.replace(HR_ROLES, '/hr');
  res.redirect(308, rest === '/hr' || rest === '/hr/' ? '/hr/dashboard' : rest);
};
