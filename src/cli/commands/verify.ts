import { type Command } from '../command.ts';
import { verifyOptions } from '../verify-options.ts';

export const verifyCommand: Command = {
  name: 'verify',
  summary: 'tell who signed an image and why that is trusted, or why not',
  description: [
    'Looks for signatures of Docker Content Trust (Notary), sigstore (cosign) and the Notary Project (Notation), judges them by the trust section of pratique.yaml or by the options below, and gives one answer. “Any identity” is never a default.',
    'IMAGE is a reference, or oci-dir:FOLDER. With --quiet standard output is REPOSITORY@DIGEST and nothing else, and nothing at all when the image is not trusted: docker pull "$(pratique verify --quiet IMAGE)".',
    'DOCKER_CONTENT_TRUST and DOCKER_CONTENT_TRUST_SERVER mean what they mean to Docker, where neither a policy nor an option says whose signature counts.',
    'Exit codes: 0 trusted, or let pass by a policy that says warn or ignore; 1 not trusted; 2 wrong use; 3 it could not be found out. --enforce and --quiet let nothing pass that is not trusted.',
  ],
  arguments: [{ name: 'IMAGE', meaning: 'image reference, or oci-dir:FOLDER', isVariadic: true }],
  options: verifyOptions,
  examples: [
    { line: 'pratique verify registry.example.com/app:1', does: 'by the policy in pratique.yaml' },
    { line: 'pratique verify --key cosign.pub ghcr.io/org/app:1', does: 'signed with one key' },
    {
      line: 'pratique verify --certificate-identity me@example.com --certificate-oidc-issuer https://accounts.google.com ghcr.io/org/app:1',
      does: 'signed by somebody',
    },
    { line: 'docker pull "$(pratique verify --quiet ghcr.io/org/app:1)"', does: 'pull exactly what was verified, or nothing' },
  ],
  run: async (input, context) => (await import('../run-verify.ts')).runVerify(input, context),
};
