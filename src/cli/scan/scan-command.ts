import { type Command } from '../command.ts';
import { scanCommandOptions, targetListOptions } from './scan-options.ts';
import { targetArgument } from './target-argument.ts';

export const scanCommand: Command = {
  name: 'scan',
  summary: 'scan images for vulnerabilities, misconfiguration, secrets and licences',
  description: [
    'Reads each layer once, finds its packages, matches them against advisories, and names the layer and instruction behind each finding. Content that could not be scanned is listed and has its own exit code.',
    'TARGET is an image reference, the path of an archive, an OCI layout or a directory, an SBOM, - for an archive or an SBOM on standard input, or any of these after a scheme: docker: podman: containerd: registry: docker-archive: oci-archive: oci-dir: rootfs: dir: sbom:. A reference is looked up in the local Docker daemon, then in Podman and containerd, then in its registry. Multiple targets are scanned in order, and a target that fails does not stop the others.',
    'With --exit-code the scan is a gate. It fails on findings that match --severity and --ignore-unfixed, and on every finding known to be exploited (CISA KEV); see --known-exploited. Findings of unknown severity that --severity excludes are a warning; see --unknown-severity.',
    'Exit codes: 0 passed; 1 (or the number given with --exit-code) the gate failed; 2 usage error; 3 a target could not be scanned; 4 completed with gaps. With multiple targets, a failed gate takes precedence, then 2, 3 and 4.',
  ],
  arguments: [
    targetArgument('image reference, archive, OCI layout, directory or SBOM', {
      isVariadic: true,
      unlessOptions: ['input', 'targets-from'],
    }),
  ],
  options: [...scanCommandOptions, ...targetListOptions],
  examples: [
    { line: 'pratique scan app:1', does: 'scan a local image, or one from a registry' },
    { line: 'docker save app:1 | pratique scan -', does: 'scan an archive from standard input' },
    { line: 'pratique scan image.tar --severity CRITICAL,HIGH --exit-code 1', does: 'exit 1 if there are critical or high findings' },
    { line: 'pratique scan oci-dir:build/image --output json=report.json', does: 'print the table, and write JSON to a file' },
    { line: 'pratique scan app:2 --baseline app:1 --exit-code 1', does: 'exit 1 if the new image has findings that the old one has not' },
    { line: 'pratique scan app:1 --output sarif=app.sarif --target github', does: 'write SARIF for code scanning' },
    { line: 'pratique scan app:1 --policy-bundle bundle.json', does: 'judge an image by an Anchore policy bundle' },
    { line: 'pratique scan registry://localhost:5000/team/*', does: 'scan every image of a team in a registry' },
    { line: 'pratique scan --targets-from images.txt', does: 'scan the images of a list' },
    { line: 'pratique scan compose.yaml --images', does: 'scan the images that a Compose file starts' },
    { line: 'pratique scan . --baseline main --exit-code 1', does: 'exit 1 if the working tree has findings that the branch main has not' },
    { line: 'pratique scan app.cdx.json', does: 'scan an SBOM' },
    { line: 'pratique scan app:1 --server https://pratique.example.com --exit-code 1', does: 'scan with the advisories of a server' },
    { line: 'pratique scan registry:ghcr.io/org/app:1 --platform all', does: 'scan every platform of a multi-platform image' },
  ],
  run: async (input, context) => (await import('./run-scan.ts')).runScan(input, context),
};
