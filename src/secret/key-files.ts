import { type SecretRule } from './secret-rule.ts';
import { remedy } from './rules/value-rules.ts';

/** A file that is a secret as a whole: a store of keys that is not text. */
export interface KeyFileKind {
  readonly rule: Omit<SecretRule, 'detection'>;
  /** Of the path in lower case. */
  readonly name: RegExp;
  /** What such a file begins with; any where there is none. */
  readonly magic?: readonly number[];
}

export const keyFileKinds: readonly KeyFileKind[] = [
  {
    rule: keyFileRule('pkcs12-file', 'PKCS #12 key store', ['gitleaks:pkcs12-file'], 'https://datatracker.ietf.org/doc/html/rfc7292'),
    name: /\.(?:p12|pfx)$/,
    magic: [0x30],
  },
  {
    rule: keyFileRule('java-keystore', 'Java key store', [], 'https://docs.oracle.com/en/java/javase/21/docs/specs/man/keytool.html'),
    name: /\.(?:jks|keystore)$/,
    magic: [0xfe, 0xed, 0xfe, 0xed],
  },
  {
    rule: keyFileRule('keepass-database', 'KeePass database', [], 'https://keepass.info/help/kb/kdbx.html'),
    name: /\.kdbx$/,
    magic: [0x03, 0xd9, 0xa2, 0x9a],
  },
];

/** The kind of key store that a file is. */
export function keyFileOf(path: string, head: Uint8Array): KeyFileKind | undefined {
  const name = path.toLowerCase();
  return keyFileKinds.find((kind) => kind.name.test(name) && (kind.magic ?? []).every((byte, at) => head[at] === byte));
}

function keyFileRule(id: string, title: string, aliases: readonly string[], reference: string): Omit<SecretRule, 'detection'> {
  const remediation = remedy(
    'Make new keys, and revoke the certificates of the old ones: a password protects the file only as far as it is long.',
  );
  return { id, kind: 'secret', title, severity: 'medium', remediation, references: [reference], aliases };
}
