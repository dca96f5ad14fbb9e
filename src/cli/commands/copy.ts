import { type Command } from '../command.ts';
import { registryOptions } from '../registry-options.ts';

export const copyCommand: Command = {
  name: 'copy',
  summary: 'copy an image with everything that lies beside it',
  description: [
    'Copies an image, or an index with all its platforms, and the signatures, attestations, SBOMs and other referrers of each, with every digest as it was. Blobs are streamed and verified on the way, mounted within one registry, and not sent when they are there: a copy that was stopped goes on where it was. The tag is written last.',
    'Signatures that the target has already stay there. SOURCE and TARGET are references, or oci-dir:PATH[:TAG]; a TARGET without a tag gets the tag of SOURCE. --username and --password-stdin are for TARGET, and SOURCE is read with what docker login keeps; --insecure and --ca-file are for both.',
    'Exit codes: 0 copied; 3 it could not be; 4 copied but for what was beyond a bound.',
  ],
  arguments: [
    { name: 'SOURCE', meaning: 'image reference or OCI layout' },
    { name: 'TARGET', meaning: 'image reference or OCI layout, made when it is not there' },
  ],
  options: [
    { name: 'only-image', meaning: 'leave signatures and everything else beside it behind' },
    {
      name: 'record',
      value: 'FILE',
      meaning: 'record in this pratique.yaml where TARGET was copied from, so that classic cosign signatures verify there',
      completes: 'file',
    },
    { name: 'format', short: 'f', value: 'FORMAT', meaning: 'form of the answer', choices: ['text', 'json'], default: 'text' },
    ...registryOptions,
  ],
  examples: [
    { line: 'pratique copy ghcr.io/org/app:1 registry.example/org/app:1', does: 'from one registry to another' },
    { line: 'pratique copy ghcr.io/org/app:1 oci-dir:app', does: 'to a folder, to carry it where there is no network' },
    { line: 'pratique copy oci-dir:app registry.example/org/app:1', does: 'and from there to a registry' },
  ],
  run: async (input, context) => (await import('../run-copy.ts')).runCopy(input, context),
};
