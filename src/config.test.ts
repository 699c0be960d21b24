import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig, VARIABLE_NAMES } from './config.js';

const SECRET = 'a-secret-of-somebody-0123456789-abcdef';
const PRODUCTION = {
  NODE_ENV: 'production',
  SESSION_SECRET: SECRET,
  TOKEN_SECRET: SECRET,
  PASSWORD_PEPPER: SECRET,
  COOKIE_SECURE: 'true',
  PUBLIC_URL: 'https://points.example.com/',
  MONGO_URI: 'mongodb://db.example.com/?replicaSet=rs0',
};

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment, '/srv');
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('the configuration', () => {
  it('needs nothing to start on a laptop', () => {
    expect(readConfig({}, '/srv')).toMatchObject({
      mode: 'development',
      port: 3000,
      host: undefined,
      publicUrl: 'http://localhost:3000',
      mongoUri: undefined,
      redisUrl: undefined,
      smtpUrl: undefined,
      dataDir: '/srv/var/data',
      uploadsDir: '/srv/uploads',
      cookieSecure: false,
      logLevel: 'info',
    });
  });

  it('takes an empty variable for an unset one', () => {
    expect(readConfig({ PORT: '', MONGO_URI: '', SESSION_SECRET: '' }, '/srv')).toEqual(readConfig({}, '/srv'));
  });

  it('reports all mistakes at once, each with the name of its variable', () => {
    const problems = problemsOf({
      NODE_ENV: 'staging',
      PORT: '70000',
      TRUST_PROXY: 'yes',
      LOG_LEVEL: 'loud',
      MONGO_URI: 'postgres://db',
      MONGO_DATABASE: 'a b',
      ALLOW_EMBEDDED: '1',
      REDIS_URL: 'http://cache',
      SMTP_URL: 'mail.example.com',
      SESSION_SECRET: 'short',
      TOKEN_SECRET: 'short',
      PASSWORD_PEPPER: 'short',
      COOKIE_SECURE: 'on',
      BCRYPT_COST: '99',
      PUBLIC_URL: 'points.example.com',
      OIDC_ISSUER: 'http://login.example.com',
      OIDC_AUTO_CREATE: 'yes',
      OIDC_LABEL: 'x'.repeat(41),
      OIDC_ORGANIZATION: 'Adventure Works',
    });
    expect(problems.map((problem) => problem.split(':')[0]).sort()).toEqual([
      'ALLOW_EMBEDDED',
      'BCRYPT_COST',
      'COOKIE_SECURE',
      'LOG_LEVEL',
      'MONGO_DATABASE',
      'MONGO_URI',
      'NODE_ENV',
      'OIDC_AUTO_CREATE',
      'OIDC_ISSUER',
      'OIDC_LABEL',
      'OIDC_ORGANIZATION',
      'PASSWORD_PEPPER',
      'PORT',
      'PUBLIC_URL',
      'REDIS_URL',
      'SESSION_SECRET',
      'SMTP_URL',
      'TOKEN_SECRET',
      'TRUST_PROXY',
    ]);
  });

  it.each([
    ['PORT', '-1'],
    ['PORT', '1e3'],
    ['PORT', '0x10'],
    ['PORT', '3000.5'],
    ['BCRYPT_COST', '3'],
    ['TRUST_PROXY', 'true'],
    ['COOKIE_SECURE', 'TRUE'],
  ])('refuses %s=%s', (name, value) => {
    expect(problemsOf({ [name]: value })).toEqual([expect.stringMatching(new RegExp(`^${name}: `))]);
  });

  it('never repeats what was set, since it may be a secret', () => {
    const canary = 'canary-7c1e';
    const wrong = Object.fromEntries(VARIABLE_NAMES.map((name) => [name, canary]));
    const message = (() => {
      try {
        readConfig(wrong, '/srv');
      } catch (error) {
        return String(error);
      }
      return '';
    })();
    expect(message).toContain('SESSION_SECRET: ');
    expect(message).not.toContain(canary);
  });

  it('starts in production when everything is set', () => {
    expect(readConfig(PRODUCTION, '/srv')).toMatchObject({
      mode: 'production',
      publicUrl: 'https://points.example.com',
      cookieSecure: true,
    });
  });

  it.each([
    ['SESSION_SECRET', ''],
    ['TOKEN_SECRET', ''],
    ['PASSWORD_PEPPER', ''],
    ['COOKIE_SECURE', 'false'],
    ['PUBLIC_URL', ''],
    ['MONGO_URI', ''],
  ])('refuses production with %s=%s', (name, value) => {
    expect(problemsOf({ ...PRODUCTION, [name]: value })).toEqual([expect.stringMatching(new RegExp(`^${name}: `))]);
  });

  it('refuses the default secret in production also when somebody copied it', () => {
    const { sessionSecret } = readConfig({}, '/srv');
    expect(problemsOf({ ...PRODUCTION, SESSION_SECRET: sessionSecret })).toHaveLength(1);
  });

  it('runs production on the embedded engine only when told so', () => {
    expect(problemsOf({ ...PRODUCTION, MONGO_URI: '', ALLOW_EMBEDDED: 'true' })).toEqual([]);
  });

  it('names all production mistakes at once', () => {
    expect(problemsOf({ NODE_ENV: 'production' })).toHaveLength(6);
  });
});

describe('single sign-on in the configuration', () => {
  const SIGN_ON = {
    OIDC_ISSUER: 'https://login.example.com/realms/company',
    OIDC_CLIENT_ID: 'points',
    OIDC_CLIENT_SECRET: 'canary-2f6b',
  };

  it('is off by default, and on with issuer, client and secret', () => {
    expect(readConfig({}, '/srv').singleSignOn).toBeUndefined();
    expect(readConfig({ ...PRODUCTION, ...SIGN_ON }, '/srv').singleSignOn).toEqual({
      issuer: 'https://login.example.com/realms/company',
      clientId: 'points',
      clientSecret: 'canary-2f6b',
      label: 'single sign-on',
      organization: undefined,
      autoCreate: false,
    });
  });

  it.each([
    ['OIDC_CLIENT_ID', { ...SIGN_ON, OIDC_CLIENT_ID: '' }],
    ['OIDC_CLIENT_SECRET', { ...SIGN_ON, OIDC_CLIENT_SECRET: '' }],
    ['OIDC_ISSUER', { ...SIGN_ON, OIDC_ISSUER: '' }],
    ['OIDC_ISSUER', { ...SIGN_ON, OIDC_ISSUER: 'login.example.com' }],
    ['OIDC_ISSUER', { ...SIGN_ON, OIDC_ISSUER: 'https://login.example.com/?tenant=1' }],
    ['OIDC_ISSUER', { ...SIGN_ON, OIDC_ISSUER: 'http://login.example.com' }],
    ['OIDC_ISSUER', { ...SIGN_ON, OIDC_ISSUER: 'http://127.0.0.1.example.com' }],
    ['OIDC_ISSUER', { ...PRODUCTION, ...SIGN_ON, OIDC_ISSUER: 'http://127.0.0.1:4000' }],
  ])('names %s in %o, and never the secret', (name, environment) => {
    const problems = problemsOf(environment);
    expect(problems).toEqual([expect.stringMatching(new RegExp(`^${name}: `))]);
    expect(problems.join()).not.toContain('canary-2f6b');
  });

  it('takes http on loopback outside production', () => {
    expect(problemsOf({ ...SIGN_ON, OIDC_ISSUER: 'http://127.0.0.1:4000' })).toEqual([]);
  });
});

describe('.env.example', () => {
  const lines = readFileSync(new URL('../.env.example', import.meta.url), 'utf8').split('\n');
  const assignments = lines.flatMap((line) => /^([A-Z_]+)=(.*)$/.exec(line)?.slice(1, 3) ?? []);

  it('names every variable once and no other', () => {
    expect(assignments.filter((_, index) => index % 2 === 0).sort()).toEqual([...VARIABLE_NAMES].sort());
  });

  it('explains each one', () => {
    const unexplained = lines.filter((line, index) => /^[A-Z_]+=/.test(line) && !lines[index - 1]?.startsWith('#'));
    expect(unexplained).toEqual([]);
  });

  it('shows the defaults', () => {
    const shown = Object.fromEntries(
      lines.flatMap((line) => {
        const match = /^([A-Z_]+)=(.*)$/.exec(line);
        return match === null ? [] : [[match[1], match[2]]];
      }),
    );
    expect(readConfig(shown, '/srv')).toEqual(readConfig({}, '/srv'));
  });
});
