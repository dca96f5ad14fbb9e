import { type Command } from '../command.ts';
import { sbomOptions } from './sbom-options.ts';
import { targetArgument } from './target-argument.ts';

export const sbomCommand: Command = {
  name: 'sbom',
  summary: 'list the packages of an image as CycloneDX, SPDX or Syft JSON',
  description: [
    'Reads an image as "pratique scan" does and writes what is in it: packages with their evidence, files, owners, licences, dependencies and layers. No advisories are used and no network but the image’s own source. Content that could not be scanned is listed inside the document.',
    'Formats: cyclonedx, cyclonedx-xml (1.4 to 1.7), spdx-json (2.2, 2.3, 3.0), spdx-tag-value (2.2, 2.3), syft-json and github (dependency snapshot). A version follows an at sign: spdx-json@2.2. The names of Trivy, Syft and Snyk are understood. Without --format the extension of --output FILE names it (.cdx.json, .cdx.xml, .spdx.json, .spdx, .syft.json), otherwise CycloneDX JSON is written.',
    'TARGET is what "pratique scan" takes. An SBOM is converted. "pratique scan FILE" scans it, and "pratique attest --type cyclonedx --predicate FILE IMAGE" attaches it to its image, signed.',
    'The same image gives the same document, but for its date. SOURCE_DATE_EPOCH sets the date, so that documents are identical to the byte.',
    'Exit codes: 0 written; 2 usage error; 3 the target could not be scanned; 4 written, but part of the content could not be scanned.',
  ],
  arguments: [targetArgument('image reference, archive, OCI layout, directory or SBOM')],
  options: sbomOptions,
  examples: [
    { line: 'pratique sbom app:1 -o app.cdx.json', does: 'write CycloneDX to a file' },
    { line: 'pratique sbom app:1 --format spdx-json', does: 'print SPDX 2.3' },
    { line: 'pratique sbom app:1 -o cyclonedx=app.cdx.json -o spdx-json=app.spdx.json', does: 'write two formats in one run' },
    { line: 'pratique sbom app.spdx.json --format cyclonedx', does: 'convert an SBOM' },
  ],
  run: async (input, context) => (await import('./run-sbom.ts')).runSbom(input, context),
};
