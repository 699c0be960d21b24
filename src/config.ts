import path from 'node:path';
import { z } from 'zod';
import { runsCompiled } from './project-root.js';

/**
 * The environment, read once. Everything that can be configured is named here, in `.env.example` and nowhere else.
 * An empty variable counts as unset.
 */

const DEVELOPMENT_SECRET = 'development-only-secret-never-for-production';

const flag = (byDefault: boolean) =>
  z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .default(byDefault ? 'true' : 'false')
    .transform((value) => value === 'true');

const whole = (byDefault: number, min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, { error: 'must be a whole number' })
    .default(String(byDefault))
    .transform(Number)
    .refine((value) => value >= min && value <= max, { error: `must be between ${min} and ${max}` });

const url = (...schemes: string[]) =>
  z.string().refine((value) => schemes.some((scheme) => value.startsWith(`${scheme}://`)), {
    error: `must start with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
  });

const secret = z.string().min(32, { error: 'must have at least 32 characters' }).default(DEVELOPMENT_SECRET);

const environmentSchema = z.object({
  NODE_ENV: z
    .enum(['development', 'production', 'test'], { error: 'must be development, production or test' })
    .default('development'),
  PORT: whole(3000, 0, 65_535),
  HOST: z.string().optional(),
  PUBLIC_URL: url('http', 'https').optional(),
  TRUST_PROXY: whole(0, 0, 10),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], { error: 'must be a pino level' })
    .optional(),
  MONGO_URI: url('mongodb', 'mongodb+srv').optional(),
  MONGO_DATABASE: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,60}$/, { error: 'must be letters, digits, _ or -' })
    .default('prowess'),
  ALLOW_EMBEDDED: flag(false),
  DATA_DIR: z.string().default('var/data'),
  UPLOADS_DIR: z.string().default('uploads'),
  REDIS_URL: url('redis', 'rediss', 'unix').optional(),
  SMTP_URL: url('smtp', 'smtps').optional(),
  MAIL_FROM: z.string().default('Prowess Points <points@localhost>'),
  SESSION_SECRET: secret,
  TOKEN_SECRET: secret,
  PASSWORD_PEPPER: secret,
  COOKIE_SECURE: flag(false),
  BCRYPT_COST: whole(12, 4, 15),
  OIDC_ISSUER: z
    .string()
    .refine(isIssuer, { error: 'must be an https address without query, or http on loopback' })
    .optional(),
  OIDC_CLIENT_ID: z.string().max(500).optional(),
  OIDC_CLIENT_SECRET: z.string().max(1000).optional(),
  OIDC_LABEL: z.string().max(40, { error: 'must have at most 40 characters' }).default('single sign-on'),
  OIDC_ORGANIZATION: z
    .string()
    .regex(/^[a-z0-9-]{1,60}$/, { error: 'must be the name of an organization in addresses' })
    .optional(),
  OIDC_AUTO_CREATE: flag(false),
});

/** The organization's own sign-in, by OpenID Connect. */
export interface SingleSignOnConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What people call it: "Sign in with ...". */
  readonly label: string;
  /** Name in addresses of the organization that it leads into; needed where there are several. */
  readonly organization: string | undefined;
  /** Whether unknown people of a listed domain become registrations that wait for HR administration. */
  readonly autoCreate: boolean;
}

export interface Config {
  readonly mode: 'development' | 'production' | 'test';
  readonly port: number;
  /** Undefined listens on all addresses in production and on loopback otherwise. */
  readonly host: string | undefined;
  /** How people reach the product, without a trailing slash; for links in mails. */
  readonly publicUrl: string;
  /** How many proxies in front may set X-Forwarded-For. */
  readonly trustProxy: number;
  readonly logLevel: string;
  readonly mongoUri: string | undefined;
  readonly mongoDatabase: string;
  readonly dataDir: string;
  readonly uploadsDir: string;
  readonly redisUrl: string | undefined;
  readonly smtpUrl: string | undefined;
  readonly mailFrom: string;
  readonly sessionSecret: string;
  readonly tokenSecret: string;
  readonly passwordPepper: string;
  readonly cookieSecure: boolean;
  readonly bcryptCost: number;
  /** Undefined where nobody signs in that way. */
  readonly singleSignOn: SingleSignOnConfig | undefined;
  /** Compiles each template once; off while templates are being written. */
  readonly cacheViews: boolean;
  /** The project's folder, where views/ and public/ lie. */
  readonly rootDir: string;
}

/** Every mistake of the environment at once, each with the variable's name. Never repeats a value. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `The configuration has ${problems.length === 1 ? 'a mistake' : `${problems.length} mistakes`}:\n  ${problems.join('\n  ')}`,
    );
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** Names of all variables, for `.env.example` and its test. */
export const VARIABLE_NAMES: readonly string[] = Object.keys(environmentSchema.shape);

/**
 * Reads the environment. Relative folders are taken from `rootDir`.
 * @throws ConfigError naming every mistake
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>, rootDir: string): Config {
  const set = Object.fromEntries(
    VARIABLE_NAMES.flatMap((name) => {
      const value = environment[name];
      return value === undefined || value === '' ? [] : [[name, value]];
    }),
  );
  const parsed = environmentSchema.safeParse(set);
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  }
  const env = parsed.data;
  const problems = [...(env.NODE_ENV === 'production' ? productionProblems(env) : []), ...singleSignOnProblems(env)];
  if (problems.length > 0) throw new ConfigError(problems);
  return {
    mode: env.NODE_ENV,
    port: env.PORT,
    host: env.HOST,
    publicUrl: (env.PUBLIC_URL ?? `http://localhost:${env.PORT}`).replace(/\/+$/, ''),
    trustProxy: env.TRUST_PROXY,
    logLevel: env.LOG_LEVEL ?? (env.NODE_ENV === 'test' ? 'silent' : 'info'),
    mongoUri: env.MONGO_URI,
    mongoDatabase: env.MONGO_DATABASE,
    dataDir: path.resolve(rootDir, env.DATA_DIR),
    uploadsDir: path.resolve(rootDir, env.UPLOADS_DIR),
    redisUrl: env.REDIS_URL,
    smtpUrl: env.SMTP_URL,
    mailFrom: env.MAIL_FROM,
    sessionSecret: env.SESSION_SECRET,
    tokenSecret: env.TOKEN_SECRET,
    passwordPepper: env.PASSWORD_PEPPER,
    cookieSecure: env.COOKIE_SECURE,
    bcryptCost: env.BCRYPT_COST,
    singleSignOn: singleSignOnOf(env),
    cacheViews: env.NODE_ENV !== 'development' || runsCompiled(),
    rootDir,
  };
}

/** What a laptop may do and a company's server may not. */
function productionProblems(env: z.output<typeof environmentSchema>): string[] {
  const problems: string[] = [];
  for (const name of ['SESSION_SECRET', 'TOKEN_SECRET', 'PASSWORD_PEPPER'] as const) {
    if (env[name] === DEVELOPMENT_SECRET) problems.push(`${name}: must be set in production`);
  }
  if (!env.COOKIE_SECURE) problems.push('COOKIE_SECURE: must be true in production, cookies travel over TLS only');
  if (env.PUBLIC_URL === undefined) problems.push('PUBLIC_URL: must be set in production, mails link to it');
  if (env.MONGO_URI === undefined && !env.ALLOW_EMBEDDED) {
    problems.push('MONGO_URI: must be set in production, or ALLOW_EMBEDDED=true to run on the embedded engine');
  }
  return problems;
}

function isIssuer(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, search, hash, username } = new URL(value);
  if (search !== '' || hash !== '' || username !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname));
}

function singleSignOnProblems(env: z.output<typeof environmentSchema>): string[] {
  const needed = ['OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'] as const;
  if (env.OIDC_ISSUER === undefined) {
    const lonely = [...needed, 'OIDC_ORGANIZATION' as const].filter((name) => env[name] !== undefined);
    return lonely.length === 0 ? [] : [`OIDC_ISSUER: must be set where ${lonely.join(' and ')} is`];
  }
  const problems = needed.flatMap((name) => (env[name] === undefined ? [`${name}: must be set with OIDC_ISSUER`] : []));
  if (env.NODE_ENV === 'production' && !env.OIDC_ISSUER.startsWith('https://')) {
    problems.push('OIDC_ISSUER: must be an https address in production');
  }
  return problems;
}

function singleSignOnOf(env: z.output<typeof environmentSchema>): SingleSignOnConfig | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = env;
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) return undefined;
  const { OIDC_LABEL: label, OIDC_ORGANIZATION: organization, OIDC_AUTO_CREATE: autoCreate } = env;
  return { issuer, clientId, clientSecret, label, organization, autoCreate };
}
