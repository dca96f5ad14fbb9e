import { type Command } from '../command.ts';
import { viewOptions } from '../scan/view-options.ts';

export const patchCommand: Command = {
  name: 'patch',
  summary: 'bring the distribution’s packages of an image to fixed versions in one new layer',
  description: [
    'Scans IMAGE, upgrades the packages of the distribution that have a fix in a container of it (buildah, with the package manager and the sources of the image), takes the difference as one new layer, and scans the result. Only if what was predicted to go is gone is the new image stored under --tag. Layers, configuration, history and annotations of the image stay, and IMAGE itself is never changed. Of an index the other platforms stay.',
    'IMAGE and --tag are references or oci-dir:PATH[:TAG]; a --tag without / and : is a tag in the repository of IMAGE. Without --tag nothing is stored.',
    'Signatures and attestations of IMAGE are not valid for the new digest; sign it with pratique sign.',
    'Exit codes: 0 patched, or nothing to patch; 2 usage error; 3 the image could not be scanned or patched, or the proof failed; 4 patched, and the scan has gaps or --allow-partial let findings remain.',
  ],
  arguments: [{ name: 'IMAGE', meaning: 'image reference, or oci-dir:PATH[:TAG]', isImage: true }],
  options: [
    { name: 'tag', short: 't', value: 'NEW', meaning: 'where to store the patched image; required to store it' },
    { name: 'allow-partial', meaning: 'store the image also if some findings remain that were predicted to go' },
    { name: 'vex', value: 'FILE', meaning: 'write an OpenVEX document of what was fixed', completes: 'file' },
    ...viewOptions('table', 'json').filter(({ name }) => name !== 'input'),
  ],
  examples: [
    { line: 'pratique patch registry.example/app:1 --tag 1-patched', does: 'store the patched image as another tag of the repository' },
    { line: 'pratique patch oci-dir:app:1 --tag oci-dir:patched:1 --vex app.openvex.json', does: 'patch an OCI layout, and write VEX' },
    { line: 'pratique patch registry.example/app:1', does: 'try it: patch, scan and compare, and store nothing' },
  ],
  run: async (input, context) => (await import('./run-patch.ts')).runPatch(input, context),
}; // prettier-ignore
