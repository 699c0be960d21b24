import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type JWK } from 'jose';
import type { Clock } from '../../src/kernel/clock.js';

export const CLIENT = { id: 'prowess-points', secret: 'canary-secret-of-the-client-91c4' };

type Claims = Record<string, unknown>;

/** How the provider misbehaves, or differs from others. */
export interface Twist {
  /** Put over the claims of the ID token; undefined takes one out. */
  readonly claims?: Claims;
  /** `none` does not sign, `stranger` signs with a key that it does not publish. */
  readonly sign?: 'none' | 'stranger';
  /** The issuer that the way back names. */
  readonly iss?: string;
  readonly metadata?: Claims;
  /** Address and name are only at the userinfo endpoint. */
  readonly userinfo?: Claims;
  /** Endpoints that fail, or never answer. */
  readonly down?: readonly string[];
  readonly silent?: readonly string[];
  /** Pays no attention to `prompt` and `max_age`. */
  readonly deaf?: boolean;
  /** Leads back to this origin instead of the one that is named, as a proxy in front of the product would. */
  readonly origin?: string;
  /** What it says instead of giving a code. */
  readonly refuses?: string;
}

/** A small OpenID provider on loopback: code flow with PKCE, whoever comes is signed in already. */
export interface OpenidProvider {
  readonly issuer: string;
  /** Who is signed in there. */
  person: Claims;
  /** When, as of the clock. */
  authenticatedAt: Date;
  twist: Twist;
  /** Signs with a new key from now on, and publishes only that one. */
  rotateKeys(): Promise<void>;
  /** Paths that were asked for, in order. */
  readonly asked: string[];
  /** The query of the last way to the provider. */
  lastAuthorization(): URLSearchParams;
  close(): Promise<void>;
}

interface Grant {
  readonly query: URLSearchParams;
  readonly person: Claims;
  readonly authenticatedAt: Date;
}

export async function startOpenidProvider(clock: Clock): Promise<OpenidProvider> {
  const grants = new Map<string, Grant>();
  const bearers = new Map<string, Claims>();
  const asked: string[] = [];
  let last = new URLSearchParams();
  let keys = await newKeys();

  async function newKeys() {
    const pair = await generateKeyPair('RS256', { extractable: true });
    const kid = randomBytes(6).toString('hex');
    const jwk: JWK = { ...(await exportJWK(pair.publicKey)), kid, alg: 'RS256', use: 'sig' };
    return { ...pair, kid, jwk };
  }

  const server = createServer((req, res) => {
    answer(req, res).catch((error: unknown) => {
      res.writeHead(500).end(String(error));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const now = () => Math.floor(clock.now().getTime() / 1000);

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(req.url ?? '/', issuer);
    asked.push(pathname);
    const { silent = [], down = [] } = provider.twist;
    if (silent.includes(pathname)) return;
    if (down.includes(pathname)) {
      res.writeHead(502, { 'Content-Type': 'text/html' }).end('<h1>Bad gateway</h1>');
      return;
    }
    switch (pathname) {
      case '/.well-known/openid-configuration':
        return json(res, 200, metadata());
      case '/jwks':
        return json(res, 200, { keys: [keys.jwk] });
      case '/authorize':
        return authorize(searchParams, res);
      case '/token':
        return token(req, new URLSearchParams(await text(req)), res);
      case '/userinfo':
        return userinfo(req, res);
      default:
        return json(res, 404, {});
    }
  }

  function metadata(): Claims {
    return {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      userinfo_endpoint: `${issuer}/userinfo`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      authorization_response_iss_parameter_supported: true,
      ...provider.twist.metadata,
    };
  }

  function authorize(query: URLSearchParams, res: ServerResponse): void {
    last = query;
    const code = randomBytes(16).toString('hex');
    const again = query.get('prompt') === 'login' && provider.twist.deaf !== true;
    const authenticatedAt = again ? clock.now() : provider.authenticatedAt;
    grants.set(code, { query, person: provider.person, authenticatedAt });
    const back = new URL(query.get('redirect_uri') ?? issuer);
    const { refuses, origin, iss = issuer } = provider.twist;
    if (origin !== undefined) back.host = new URL(origin).host;
    if (refuses === undefined) back.searchParams.set('code', code);
    else back.searchParams.set('error', refuses);
    back.searchParams.set('state', query.get('state') ?? '');
    back.searchParams.set('iss', iss);
    res.writeHead(302, { Location: back.href }).end();
  }

  async function token(req: IncomingMessage, body: URLSearchParams, res: ServerResponse): Promise<void> {
    if (!isClient(req, body)) return json(res, 401, { error: 'invalid_client' });
    const code = body.get('code') ?? '';
    const grant = grants.get(code);
    grants.delete(code);
    const challenge = createHash('sha256')
      .update(body.get('code_verifier') ?? '')
      .digest('base64url');
    const fits =
      grant?.query.get('code_challenge') === challenge && grant.query.get('redirect_uri') === body.get('redirect_uri');
    if (grant === undefined || !fits) return json(res, 400, { error: 'invalid_grant' });
    const accessToken = `canary-access-${randomBytes(8).toString('hex')}`;
    bearers.set(accessToken, grant.person);
    return json(res, 200, {
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: 300,
      id_token: await idToken(grant),
    });
  }

  function isClient(req: IncomingMessage, body: URLSearchParams): boolean {
    const basic = Buffer.from((req.headers.authorization ?? '').replace(/^Basic /, ''), 'base64').toString();
    const [id, secret] = basic === '' ? [] : basic.split(':').map(decodeURIComponent);
    return (id ?? body.get('client_id')) === CLIENT.id && (secret ?? body.get('client_secret')) === CLIENT.secret;
  }

  async function idToken({ query, person, authenticatedAt }: Grant): Promise<string> {
    const { claims = {}, sign, userinfo: elsewhere } = provider.twist;
    const { email: _email, email_verified: _verified, name: _name, ...bare } = person;
    const said = {
      ...{ iss: issuer, aud: CLIENT.id, iat: now(), exp: now() + 300, nonce: query.get('nonce') },
      auth_time: Math.floor(authenticatedAt.getTime() / 1000),
      ...(elsewhere === undefined ? person : bare),
      ...claims,
    };
    const payload = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
    if (sign === 'none') return new UnsecuredJWT(payload).encode();
    const key = sign === 'stranger' ? (await newKeys()).privateKey : keys.privateKey;
    return new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid: keys.kid }).sign(key);
  }

  function userinfo(req: IncomingMessage, res: ServerResponse): void {
    const person = bearers.get((req.headers.authorization ?? '').replace(/^Bearer /, ''));
    if (person === undefined) json(res, 401, {});
    else json(res, 200, { ...person, ...provider.twist.userinfo });
  }

  const provider: OpenidProvider = {
    issuer,
    person: { sub: '1', email: 'nobody@adventure-works.com', email_verified: true },
    authenticatedAt: clock.now(),
    twist: {},
    async rotateKeys() {
      keys = await newKeys();
    },
    asked,
    lastAuthorization: () => last,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return provider;
}

function json(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
