import { type Command } from '../command.ts';
import { verifyOptions } from './verify-options.ts';

export const verifyCommand: Command = {
  name: 'verify',
  summary: 'verify signatures and explain the result',
  description: [
    'Finds signatures of Docker Content Trust (Notary), sigstore (cosign) and the Notary Project (Notation), verifies them against the trust section of pratique.yaml or the options below, and prints one verdict. Without trusted signers nothing is trusted; the answer then lists the signers that the signatures claim.',
    'IMAGE is a reference or oci-dir:FOLDER. With --quiet, standard output is REPOSITORY@DIGEST, and empty when the image is not trusted: docker pull "$(pratique verify --quiet IMAGE)".',
    'Where neither a policy nor an option names trusted signers, DOCKER_CONTENT_TRUST and DOCKER_CONTENT_TRUST_SERVER work as in Docker.',
    'Exit codes: 0 trusted, or not trusted where the policy says warn or ignore; 1 not trusted; 2 usage error, or a policy that cannot be used; 3 lookup failed. With --enforce or --quiet only trusted images exit 0.',
  ],
  arguments: [{ name: 'IMAGE', meaning: 'image reference, or oci-dir:FOLDER', isImage: true, isVariadic: true }],
  options: verifyOptions,
  examples: [
    { line: 'pratique verify registry.example.com/app:1', does: 'verify against the policy in pratique.yaml' },
    { line: 'pratique verify --key cosign.pub ghcr.io/org/app:1', does: 'require a signature by this key' },
    {
      line: 'pratique verify --certificate-identity me@example.com --certificate-oidc-issuer https://accounts.google.com ghcr.io/org/app:1',
      does: 'require a signature by this identity',
    },
    { line: 'docker pull "$(pratique verify --quiet ghcr.io/org/app:1)"', does: 'pull exactly what was verified, or nothing' },
  ],
  run: async (input, context) => (await import('./run-verify.ts')).runVerify(input, context),
};
