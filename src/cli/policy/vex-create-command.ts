import { type Command } from '../command.ts';
import { scanOptions } from '../scan/scan-options.ts';

export const vexCreateCommand: Command = {
  name: 'vex create',
  summary: 'write suppressed findings as an OpenVEX document',
  description: [
    'Scans TARGET, applies the suppressions of pratique.yaml and ignore files, and writes an OpenVEX 0.2.0 document that says "not affected" for every suppressed vulnerability, with the reason as its impact statement. The product is the image, and the package is its subcomponent; for directories the product is the package.',
    'With --ignore-unreached it also says so, as vulnerable_code_not_in_execute_path, for vulnerabilities in packages that the entrypoint does not reach. That holds for this entrypoint only: see docs/guide/reachability.md.',
  ],
  arguments: [{ name: 'TARGET', meaning: 'image reference, archive, OCI layout, directory or SBOM', isImage: true, completes: 'file' }],
  options: [
    { name: 'author', value: 'NAME', meaning: 'author of the document; required' },
    { name: 'id', value: 'IRI', meaning: 'id of the document', default: 'made from the content of the document' },
    ...scanOptions,
  ],
  examples: [
    {
      line: 'pratique vex create app:1 --author security@example.com --output app.openvex.json',
      does: 'write the suppressions of an image as VEX',
    },
  ],
  run: async (input, context) => (await import('./run-vex-create.ts')).runVexCreate(input, context),
};
