import { type Command } from '../command.ts';
import { registryOptions } from '../words/registry-options.ts';

export const copyCommand: Command = {
  name: 'copy',
  summary: 'copy an image with its signatures and attestations',
  description: [
    'Copies an image, or an index with all its platforms, and the signatures, attestations, SBOMs and other referrers of each. Every digest stays the same. Blobs are streamed and verified, mounted within one registry, and not uploaded when the target has them, so an interrupted copy resumes. The tag is written last.',
    'Signatures that the target already has are kept. SOURCE and TARGET are references or oci-dir:PATH[:TAG]; a TARGET without a tag gets the tag of SOURCE. --username and --password-stdin are for TARGET; SOURCE is read with the credentials of docker login. --insecure and --ca-file apply to both.',
    'Docker Content Trust in the registry (the tag pratique-trust) is copied unchanged, so that the tags verify at TARGET as those of SOURCE once the policy records the copy (--record). Newer trust metadata at TARGET is never replaced, nor metadata with another root.',
    'Exit codes: 0 copied; 3 copy failed; 4 copied, but a limit kept some artifacts from being copied.',
  ],
  arguments: [
    { name: 'SOURCE', meaning: 'image reference or OCI layout', isImage: true },
    { name: 'TARGET', meaning: 'image reference or OCI layout; a layout is created if needed', isImage: true },
  ],
  options: [
    { name: 'only-image', meaning: 'do not copy signatures, attestations, other artifacts and trust metadata' },
    { name: 'without-trust-metadata', meaning: 'do not copy the tag pratique-trust: tags are signed at TARGET itself' },
    {
      name: 'record',
      value: 'FILE',
      meaning: 'add the source of the copy to this pratique.yaml, so that TARGET is verified as SOURCE',
      completes: 'file',
    },
    {
      name: 'copied-from',
      value: 'REPOSITORY',
      meaning: 'with --record: the repository that SOURCE, an OCI layout, was copied from',
    },
    { name: 'format', short: 'f', value: 'FORMAT', meaning: 'output format', choices: ['text', 'json'], default: 'text' },
    ...registryOptions,
  ],
  examples: [
    { line: 'pratique copy ghcr.io/org/app:1 registry.example/org/app:1', does: 'copy from one registry to another' },
    { line: 'pratique copy ghcr.io/org/app:1 oci-dir:app', does: 'copy to a folder, to carry into an offline network' },
    { line: 'pratique copy oci-dir:app registry.example/org/app:1', does: 'copy from that folder to a registry' },
  ],
  run: async (input, context) => (await import('./run-copy.ts')).runCopy(input, context),
};
