// A certified OpenID provider for the tests, on a free port of this machine, with the login page that it brings for
// development: any name is let in, and a name that stands in `accounts` has that one's claims.
//
// Reads one JSON object from its first argument: portal (its address), secret (or null), accounts, inIdToken, endings.
// Prints its own address as one line. POST /control/rotate gives it a new key and forgets the old one, and with
// ?portal=… it knows the portal at that address from now on.
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

const options = JSON.parse(process.argv[2]);

function makeKey() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), use: 'sig', alg: 'RS256' };
}

function makeClient() {
  const client = {
    client_id: 'portal',
    redirect_uris: [`${options.portal}/sign-in/return`],
    post_logout_redirect_uris: [`${options.portal}/`],
    grant_types: ['authorization_code'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
  };
  if (options.secret) {
    Object.assign(client, { client_secret: options.secret, token_endpoint_auth_method: 'client_secret_basic' });
  }
  if (options.endings) {
    Object.assign(client, { backchannel_logout_uri: options.endings, backchannel_logout_session_required: true });
  }
  return client;
}

function build(issuer) {
  return new Provider(issuer, {
    clients: [makeClient()],
    jwks: { keys: [makeKey()] },
    cookies: { keys: ['only for tests'] },
    conformIdTokenClaims: !options.inIdToken,
    claims: { email: ['email', 'email_verified'], account: ['account_id', 'plan', 'chat_enabled', 'groups'] },
    scopes: ['openid', 'email', 'account'],
    features: { rpInitiatedLogout: { enabled: true }, backchannelLogout: { enabled: Boolean(options.endings) } },
    // Its own would not reach this machine.
    fetch: (url, { method, headers, body }) => fetch(url, { method, headers, body }),
    pkce: { required: () => true },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...options.accounts[id] }) }),
  });
}

let answer;
const server = createServer((request, response) => {
  if (request.method === 'POST' && request.url.startsWith('/control/rotate')) {
    options.portal = new URL(request.url, issuer()).searchParams.get('portal') ?? options.portal;
    answer = build(issuer()).callback();
    response.writeHead(204).end();
    return;
  }
  answer(request, response);
});
const issuer = () => `http://127.0.0.1:${server.address().port}`;
server.listen(0, '127.0.0.1', () => {
  answer = build(issuer()).callback();
  console.log(issuer());
});
