import { type Command } from '../command.ts';

export const signGenerateKeyPairCommand: Command = {
  name: 'sign generate-key-pair',
  summary: 'generate a key pair for signing, as cosign does',
  description: [
    'Writes an encrypted ECDSA P-256 private key, readable by its owner only, and its public key, in the format that cosign and pratique read and write. Files that exist are never overwritten.',
    'The passphrase comes from --passphrase-file, COSIGN_PASSWORD or the terminal, and may be empty.',
  ],
  arguments: [],
  options: [
    { name: 'output-key-prefix', value: 'PREFIX', meaning: 'write PREFIX.key and PREFIX.pub', default: 'cosign' },
    { name: 'passphrase-file', value: 'FILE', meaning: 'file whose first line is the passphrase of the key', completes: 'file' },
  ],
  examples: [
    { line: 'pratique sign generate-key-pair', does: 'write cosign.key and cosign.pub' },
    { line: 'pratique sign generate-key-pair --output-key-prefix keys/release', does: 'write keys/release.key and keys/release.pub' },
  ],
  run: async (input, context) => (await import('./run-generate-key-pair.ts')).runGenerateKeyPair(input, context),
};
