import { AuthorizationResponseError, ClientError, ResponseBodyError } from 'openid-client';
import { Unavailable } from '../../kernel/errors.js';

export function unavailable(label: string): Unavailable {
  return new Unavailable(
    'single_sign_on.unavailable',
    `Signing in with ${label} does not work at the moment. Try again in a minute, or sign in another way.`,
    { retryAfter: 60 },
  );
}

/** Not the person's fault: the provider is away, or does not accept what this product is configured with. */
const PROVIDER_ERRORS = ['server_error', 'temporarily_unavailable', 'invalid_client', 'unauthorized_client'];
const AWAY = ['OAUTH_TIMEOUT', 'OAUTH_ABORT', 'OAUTH_RESPONSE_IS_NOT_CONFORM', 'OAUTH_RESPONSE_IS_NOT_JSON'];

/** True where trying again later may help. */
export function isProviderAway(error: unknown): boolean {
  if (error instanceof AuthorizationResponseError) return PROVIDER_ERRORS.includes(error.error);
  if (error instanceof ResponseBodyError) return error.status >= 500 || PROVIDER_ERRORS.includes(error.error);
  if (error instanceof ClientError) return AWAY.includes(error.code ?? '');
  // What fetch throws when nobody is there.
  return error instanceof TypeError;
}

/** Why, for the log: names and codes, never a token or what else came along. */
export function reasonOf(error: unknown): string {
  if (error instanceof AuthorizationResponseError || error instanceof ResponseBodyError) {
    return `the provider said ${error.error.replace(/[^\w.-]/g, '?').slice(0, 60)}`;
  }
  if (error instanceof ClientError) return `${error.code ?? 'failed'}: ${causeOf(error)}`;
  return error instanceof Error ? causeOf(error) : 'failed';
}

function causeOf({ message, cause }: Error): string {
  return cause instanceof Error && cause.message !== message ? `${message} (${cause.message})` : message;
}
