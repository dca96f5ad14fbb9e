import { readSetting, type Environment } from './settings.ts';

/** What the environment says for signing. Tokens and passphrases are in it: it is handed on and never shown. */
export interface SigningSettings {
  /** Of the private key; may be empty. */
  readonly passphrase?: string;
  readonly identityToken?: string;
  readonly githubActions?: { readonly url: string; readonly bearer: string };
  /** Where workloads find a token that is mounted for them; cosign looks there too. */
  readonly mountedToken: string;
}

export function signingSettings(environment: Environment = process.env): SigningSettings {
  const passphrase = readSetting('COSIGN_PASSWORD', environment);
  const identityToken = readSetting('SIGSTORE_ID_TOKEN', environment);
  const url = readSetting('ACTIONS_ID_TOKEN_REQUEST_URL', environment);
  const bearer = readSetting('ACTIONS_ID_TOKEN_REQUEST_TOKEN', environment);
  return {
    mountedToken: '/var/run/sigstore/cosign/oidc-token',
    ...(passphrase === undefined ? {} : { passphrase }),
    ...(identityToken ? { identityToken } : {}),
    ...(url && bearer ? { githubActions: { url, bearer } } : {}),
  };
}
