import { createHash } from 'node:crypto';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import { LimitExceeded } from '../../kernel/errors.js';
import type { RedisClients } from '../redis/index.js';
import { senderOf } from './sender.js';

/** So many tries in so many seconds. */
export interface Allowance {
  readonly tries: number;
  readonly seconds: number;
}

/** A limit on what one key may do. */
export interface KeyLimit {
  /** Counts a try. @throws LimitExceeded with `retryAfter` in seconds */
  take(key: string): Promise<void>;
  /** Forgets the tries of a key. */
  reset(key: string): Promise<void>;
}

/** A limit on what one address may do. */
export interface SenderLimit {
  /** Counts a try. @throws LimitExceeded with `retryAfter` in seconds */
  take(address: string): Promise<void>;
}

export interface SignInLimit {
  /**
   * Counts a try of an account from an address. Tries from where the account signed in lately count for themselves:
   * strangers elsewhere cannot use them up to lock somebody out. @throws LimitExceeded with `retryAfter` in seconds
   */
  take(account: string, address: string): Promise<void>;
  /** After a success: forgets the tries of the account from there, and gives the address back its last one. */
  reset(account: string, address: string): Promise<void>;
  /** After a proof without the password: the account has tries of its own there, whoever used up the others. */
  letTry(account: string, address: string): Promise<void>;
}

/** A limit on what may be asked for an account, whether there is one or not, and from an address. */
export interface AskLimit {
  /** Counts a try. @throws LimitExceeded with `retryAfter` in seconds */
  take(account: string, address: string): Promise<void>;
}

export interface RateLimits {
  readonly signIn: SignInLimit;
  /** Tries to give the current password again while signed in, by person. */
  readonly passwordCheck: KeyLimit;
  /** Refresh tokens presented, by address. */
  readonly tokenRefresh: SenderLimit;
  /** One-time codes to be mailed. */
  readonly codeSend: AskLimit;
  /** Codes typed, by address; each flow counts for itself. */
  readonly codeCheck: SenderLimit;
  /** Mails for a forgotten password. */
  readonly passwordReset: AskLimit;
  /** Uses of links of mails, by address. */
  readonly linkUse: SenderLimit;
  /** Steps of single sign-on, by address. */
  readonly singleSignOn: SenderLimit;
  /** Registrations of one's own. */
  readonly registration: AskLimit;
}

export interface RateLimitOptions {
  /** Counts are shared through Redis where there is one; while it is away each process counts for itself. */
  readonly redis?: RedisClients | undefined;
  /** Other allowances than the usual ones, for tests. */
  readonly allowances?: Partial<typeof ALLOWANCES>;
}

const QUARTER_HOUR = 15 * 60;
const HOUR = 60 * 60;
/** So long a place is one's own after signing in there. */
const OWN_PLACE_SECONDS = 14 * 24 * HOUR;

/** Wrong tries until a pause. An address may be that of a whole office. */
const ALLOWANCES = {
  account: { tries: 10, seconds: QUARTER_HOUR },
  address: { tries: 200, seconds: QUARTER_HOUR },
  passwordCheck: { tries: 10, seconds: QUARTER_HOUR },
  tokenRefresh: { tries: 600, seconds: QUARTER_HOUR },
  codeSend: { tries: 3, seconds: QUARTER_HOUR },
  codeSendAddress: { tries: 200, seconds: QUARTER_HOUR },
  codeCheck: { tries: 200, seconds: QUARTER_HOUR },
  passwordReset: { tries: 3, seconds: QUARTER_HOUR },
  passwordResetAddress: { tries: 100, seconds: QUARTER_HOUR },
  linkUse: { tries: 300, seconds: QUARTER_HOUR },
  singleSignOn: { tries: 600, seconds: QUARTER_HOUR },
  registration: { tries: 3, seconds: HOUR },
  registrationAddress: { tries: 60, seconds: HOUR },
} satisfies Record<string, Allowance>;

export function createRateLimits({ redis, allowances }: RateLimitOptions): RateLimits {
  const allowed = { ...ALLOWANCES, ...allowances };
  const account = createLimiter('account', allowed.account, redis);
  const address = createLimiter('address', allowed.address, redis);
  // Counts nothing: remembers from where accounts signed in, as shared and as forgetful as the counts are.
  const ownPlaces = createLimiter('own-place', { tries: 1, seconds: OWN_PLACE_SECONDS }, redis);
  const accountThere = createLimiter('account-there', allowed.account, redis);
  const placeOf = (accountName: string, from: string) => keyOf(JSON.stringify([accountName, senderOf(from)]));
  const makeOwn = async (place: string) => {
    await ownPlaces.set(place, 1, OWN_PLACE_SECONDS);
    await accountThere.delete(place);
  };
  const passwordCheck = createLimiter('password-check', allowed.passwordCheck, redis);
  const bySender = (name: string, allowance: Allowance): SenderLimit => {
    const limiter = createLimiter(name, allowance, redis);
    return {
      take: (sender) => consume(limiter, keyOf(senderOf(sender))),
    };
  };
  const asks = (name: string, perAccount: Allowance, perAddress: Allowance): AskLimit => {
    const from = createLimiter(`${name}-address`, perAddress, redis);
    const of = createLimiter(name, perAccount, redis);
    return {
      async take(accountName, sender) {
        await consume(from, keyOf(senderOf(sender)));
        await consume(of, keyOf(accountName));
      },
    };
  };
  return {
    tokenRefresh: bySender('token-refresh', allowed.tokenRefresh),
    codeSend: asks('code-send', allowed.codeSend, allowed.codeSendAddress),
    codeCheck: bySender('code-check', allowed.codeCheck),
    passwordReset: asks('password-reset', allowed.passwordReset, allowed.passwordResetAddress),
    linkUse: bySender('link-use', allowed.linkUse),
    singleSignOn: bySender('single-sign-on', allowed.singleSignOn),
    registration: asks('registration', allowed.registration, allowed.registrationAddress),
    signIn: {
      // The address first: one that is blocked already must not use up the tries of others' accounts.
      async take(accountName, from) {
        await consume(address, keyOf(senderOf(from)));
        const place = placeOf(accountName, from);
        if ((await ownPlaces.get(place)) === null) await consume(account, keyOf(accountName));
        else await consume(accountThere, place);
      },
      async reset(accountName, from) {
        const place = placeOf(accountName, from);
        if ((await ownPlaces.get(place)) === null) await account.delete(keyOf(accountName));
        await makeOwn(place);
        await address.reward(keyOf(senderOf(from)), 1);
      },
      letTry: (accountName, from) => makeOwn(placeOf(accountName, from)),
    },
    passwordCheck: {
      take: (key) => consume(passwordCheck, keyOf(key)),
      async reset(key) {
        await passwordCheck.delete(keyOf(key));
      },
    },
  };
}

function createLimiter(
  name: string,
  { tries, seconds }: Allowance,
  redis: RedisClients | undefined,
): RateLimiterAbstract {
  const memory = new RateLimiterMemory({ keyPrefix: name, points: tries, duration: seconds });
  if (redis === undefined) return memory;
  return new RateLimiterRedis({
    storeClient: redis.client('rate-limits'),
    keyPrefix: `prowess:limit:${name}`,
    points: tries,
    duration: seconds,
    rejectIfRedisNotReady: true,
    insuranceLimiter: memory,
  });
}

/** What people type may be long and is personal; what is kept is neither. */
function keyOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

async function consume(limiter: RateLimiterAbstract, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    const retryAfter = Math.max(Math.ceil(error.msBeforeNext / 1000), 1);
    throw new LimitExceeded('limit.too_many_tries', `Too many tries. Please wait ${waitInWords(retryAfter)}.`, {
      retryAfter,
    });
  }
}

function waitInWords(seconds: number): string {
  if (seconds < 60) return seconds === 1 ? 'a second' : `${seconds} seconds`;
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? 'a minute' : `${minutes} minutes`;
}
