// The provider that npm calls oidc-provider, for real, with its own pages.

import { once } from 'node:events';
import { after } from 'node:test';
import http from 'node:http';
import Provider from 'oidc-provider';
import { freePort } from '../../api/lib/harness.mjs';
import { CLIENT, SECRET } from '../../api/lib/provider.mjs';

// What it knows of people, by what they sign in there with.
const claimsOf = (id) => ({ sub: id, preferred_username: id.split('@')[0],
  email: id.includes('@') ? id : `${id}@example.org`,
  email_verified: !id.startsWith('unproven') });

// It is told of the site once that has an address: url → its redirect_uri.
export async function oidcProvider(site) {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: CLIENT, client_secret: SECRET,
      grant_types: ['authorization_code'], response_types: ['code'],
      redirect_uris: [`${site}/`] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'],
      profile: ['preferred_username'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['a key of the tests'] },
    pkce: { required: () => true },
    findAccount: (context, id) => ({ accountId: id,
      claims: () => claimsOf(id) }),
  });
  const server = http.createServer(provider.callback());
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { issuer, provider };
}

// Its pages, as somebody: sign in there, and allow it.
export async function allow(page, id) {
  await page.locator('input[name="login"]').fill(id);
  await page.locator('input[name="password"]').fill('any');
  await page.locator('button[type="submit"]').click();
  await page.getByRole('button', { name: 'Continue' }).click();
}
