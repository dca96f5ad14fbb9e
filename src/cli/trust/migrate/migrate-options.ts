import { type CommandOption } from '../../command.ts';
import { signingOptions } from '../../sign/signing-options.ts';

export const fromOption: CommandOption = {
  name: 'from',
  value: 'FILE',
  meaning: 'read an archive of trust migrate export instead of the server',
  completes: 'file',
};

const sigstoreNames = [
  'key',
  'passphrase-file',
  'signing-config',
  'transparency-log',
  'transparency-log-version',
  'timestamp-authority',
  'trusted-root',
];

/** How to sign again; options of several schemes can be combined. */
export const resignerOptions: readonly CommandOption[] = [
  ...signingOptions.filter(({ name }) => sigstoreNames.includes(name)),
  { name: 'form', value: 'FORM', meaning: 'format of sigstore signatures', choices: ['bundle', 'tag', 'referrer'], default: 'bundle' },
  { name: 'notation-key', value: 'FILE', meaning: 'private key for Notation signatures', completes: 'file' },
  { name: 'notation-chain', value: 'FILE', meaning: 'certificate chain of that key, root certificate last', completes: 'file' },
  { name: 'notation-passphrase-file', value: 'FILE', meaning: 'file whose first line is the passphrase of that key', completes: 'file' },
  { name: 'notation-format', value: 'FORMAT', meaning: 'envelope format of Notation signatures', choices: ['jws', 'cose'], default: 'jws' },
  { name: 'registry', meaning: 'bind tags to digests with trust metadata in the image’s own repository, signed with keys in the trust directory' },
  { name: 'trust-passphrase-file', value: 'FILE', meaning: 'file whose first line is the passphrase of those keys', completes: 'file' },
]; // prettier-ignore
