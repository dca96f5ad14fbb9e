/** Words of a name that say that its value is a secret. */
const secretWords = /(?:^|_)(?:apikey|auth|credentials?|git_key|key|passphrase|passwd|password|pword|secret|token)(?:$|_)/;
/** Words that say that it is not: a file that holds it, a public key, a version, a setting. */
const harmlessWords =
  /(?:^|_)(?:file|path|dir|public|pubkey|pub|version|name|url|uri|host|port|type|mode|method|algorithm|ttl|expiry|expires|expiration|enabled?|disabled?|required|header|module|policy|length|size|count|id(?=$)|realm|issuer|endpoint|provider|scope)(?:$|_)/;
/** Names that these services read a secret from, whatever their words are. */
const wellKnown: ReadonlySet<string> = new Set([
  'aws_access_key_id',
  'aws_secret_access_key',
  'aws_session_token',
  'azure_client_id',
  'pgpassword',
  'mysql_pwd',
]);

/** Whether a variable of this name holds a secret. Words stand between underscores: `MONKEY` holds no `KEY`. */
export function isSecretName(name: string): boolean {
  const lower = name
    .replace(/^(?:VITE_|REACT_APP_)/, '')
    .replaceAll(/[-.]/g, '_')
    .toLowerCase();
  if (wellKnown.has(lower)) return true;
  return secretWords.test(lower) && !harmlessWords.test(lower);
}
