import { type CommandOption } from '../../command.ts';
import { signingOptions } from '../../signing-options.ts';

export const fromOption: CommandOption = {
  name: 'from',
  value: 'FILE',
  meaning: 'an archive of trust migrate export instead of the server',
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

/** With what to sign anew; several may be given together. */
export const resignerOptions: readonly CommandOption[] = [
  ...signingOptions.filter(({ name }) => sigstoreNames.includes(name)),
  { name: 'form', value: 'FORM', meaning: 'how sigstore signatures are kept', choices: ['bundle', 'tag', 'referrer'], default: 'bundle' },
  { name: 'notation-key', value: 'FILE', meaning: 'private key to sign with as Notation does', completes: 'file' },
  { name: 'notation-chain', value: 'FILE', meaning: 'its certificate and those above it, the root last', completes: 'file' },
  { name: 'notation-passphrase-file', value: 'FILE', meaning: 'file whose first line is the passphrase of that key', completes: 'file' },
  { name: 'notation-format', value: 'FORMAT', meaning: 'envelope of Notation’s signatures', choices: ['jws', 'cose'], default: 'jws' },
  { name: 'registry', meaning: 'bind the tags by trust data in the image’s own repository, with keys of the trust directory' },
  { name: 'trust-passphrase-file', value: 'FILE', meaning: 'file whose first line is the passphrase of those keys', completes: 'file' },
]; // prettier-ignore
