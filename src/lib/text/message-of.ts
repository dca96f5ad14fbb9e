/** The message of what was thrown: JavaScript throws anything. OpenSSL's own text, which holds addresses and routine names, is put in words. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const [, reason] = /(?:^|[^\w])error:[0-9A-F]{8,}:[^:]*:[^:]*:([^:\n]+)/.exec(message) ?? [];
  return reason === undefined ? message : (opensslReasons.get(reason.trim()) ?? 'it is damaged, or its format is not supported');
}

const opensslReasons: ReadonlyMap<string, string> = new Map([
  ['bad decrypt', 'the passphrase is wrong, or the content is damaged'],
  ['no start line', 'it has no PEM block of the expected kind'],
  ['bad end line', 'its PEM block has no end'],
  ['bad base64 decode', 'its PEM block is not base64'],
  ['unsupported', 'its format is not supported'],
  ['unknown group', 'its elliptic curve is not supported'],
  ['unknown message digest', 'its digest algorithm is not supported'],
  ['interrupted or cancelled', 'its passphrase is missing'],
]);
