import { type Command } from '../command.ts';

export const trustRootUpdateCommand: Command = {
  name: 'trust root update',
  summary: 'bring sigstore’s trusted root up to date',
  description: [
    'Fetches trusted_root.json from a TUF repository, sigstore’s own unless another is named, verifies it from the root that the mirror was begun with, and keeps it where verify and sign look for it. Older versions, expired metadata and roots that the one before did not sign are refused, and what was there before stays in use.',
    'No root is built in: the first time a mirror is met, give its root.json with --root. Sigstore’s own is published in github.com/sigstore/root-signing, and cosign initialize keeps one in ~/.sigstore/root. Compare it with a second source before you trust it.',
    'Exit codes: 0 up to date; 1 what the mirror has is not believed; 2 wrong use; 3 it could not be fetched.',
  ],
  arguments: [],
  options: [
    { name: 'mirror', value: 'URL', meaning: 'base URL of the TUF repository', default: 'https://tuf-repo-cdn.sigstore.dev' },
    { name: 'root', value: 'FILE', meaning: 'root.json to begin with; needed once for each mirror', completes: 'file' },
    { name: 'ca-file', value: 'FILE', meaning: 'PEM file of certificate authorities to trust besides the system’s', completes: 'file' },
  ],
  examples: [
    { line: 'pratique trust root update --root root.json', does: 'the first time' },
    { line: 'pratique trust root update', does: 'from then on, such as daily' },
  ],
  run: async (input, context) => (await import('../trust/root-update.ts')).runTrustRootUpdate(input, context),
};
