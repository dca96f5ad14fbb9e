import { Secret } from './secret.ts';

export type Credentials =
  | { readonly kind: 'password'; readonly username: string; readonly password: Secret }
  /** An OAuth2 refresh token, which the token server changes for a token. */
  | { readonly kind: 'identity-token'; readonly token: Secret }
  /** A bearer token for the registry itself. */
  | { readonly kind: 'registry-token'; readonly token: Secret };

/** Docker marks an identity token by this user name. */
export function passwordCredentials(username: string, secret: string): Credentials {
  if (username === '<token>') return { kind: 'identity-token', token: new Secret(secret) };
  return { kind: 'password', username, password: new Secret(secret) };
}
