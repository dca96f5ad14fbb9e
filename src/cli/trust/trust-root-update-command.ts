import { type Command } from '../command.ts';

export const trustRootUpdateCommand: Command = {
  name: 'trust root update',
  summary: 'update sigstore’s trusted root',
  description: [
    'Fetches trusted_root.json from a TUF repository (sigstore’s public good instance by default), verifies it, and keeps it where verify and sign look for it. Older versions, expired metadata and roots not signed by their predecessor are refused; the file kept before then stays in use.',
    'The TUF root of the public good instance is built in. For any other mirror pass its root.json with --root the first time. verify runs this update itself when it needs the trusted root and the kept one is due (about weekly), unless --offline is given.',
    'Exit codes: 0 up to date; 1 the mirror’s metadata were refused; 2 usage error; 3 the download failed.',
  ],
  arguments: [],
  options: [
    { name: 'mirror', value: 'URL', meaning: 'base URL of the TUF repository', default: 'https://tuf-repo-cdn.sigstore.dev' },
    { name: 'root', value: 'FILE', meaning: 'initial root.json, once for each mirror other than the default', completes: 'file' },
    {
      name: 'ca-file',
      value: 'FILE',
      meaning: 'PEM file of certificate authorities to trust in addition to the system’s',
      completes: 'file',
    },
  ],
  examples: [
    { line: 'pratique trust root update', does: 'update from sigstore’s public good instance' },
    { line: 'pratique trust root update --mirror https://tuf.example.com --root root.json', does: 'start using another instance' },
  ],
  run: async (input, context) => (await import('./root-update.ts')).runTrustRootUpdate(input, context),
};
