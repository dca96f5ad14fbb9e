import { type CommandOption } from '../command.ts';
import { baselineOptions } from '../report/baseline-options.ts';
import { gateOptions, reportOptions } from '../report/report-options.ts';
import { scannerNames } from './read-scanners.ts';
import { suppressionOptions } from '../judge/suppression-options.ts';
import { trustOptions } from '../verify/verify-options.ts';
import { repositoryOptions } from '../words/repository-options.ts';
import { registryOptions } from '../words/registry-options.ts';
import { clientOptions } from '../words/server-client.ts';

/** Where the image comes from and how to reach it. */
export const imageOptions: readonly CommandOption[] = [
  { name: 'platform', value: 'PLATFORM', meaning: 'os/architecture[/variant] of an index to scan, or all', default: 'this machine’s' },
  { name: 'platform-any', meaning: 'scan the only available image even when it is not for --platform' },
  { name: 'input', value: 'FILE', meaning: 'archive to scan; the same as TARGET', isRepeatable: true, completes: 'file' },
  { name: 'prove-offline', meaning: 'as --offline-scan, and list the network connections made; exit 3 if there are any' },
  { name: 'offline-scan', meaning: 'use no network: local images, and the advisories on this machine' },
  ...registryOptions,
];

/** Which advisories, and what is remembered from run to run. */
export const advisoryOptions: readonly CommandOption[] = [
  {
    name: 'db',
    value: 'DIRECTORY_OR_DIGEST',
    meaning: 'advisory database; or sha256:… of shards that a report names, or of a generation, to use those again',
    default: '$PRATIQUE_DB, then the advisories on this machine, which are downloaded as needed',
    completes: 'directory',
  },
  {
    name: 'as-of',
    value: 'DATE',
    meaning: 'use the advisories as they were on this date: of --db-repository, or kept on this machine',
  },
  ...repositoryOptions,
  {
    name: 'advisories',
    value: 'DIRECTORY',
    meaning: 'OSV records of your own (*.json) to match in addition',
    isRepeatable: true,
    completes: 'directory',
  },
  {
    name: 'skip-db-update',
    meaning: 'download no advisories; use those on this machine',
    aliases: [{ name: 'skip-update' }],
  },
  { name: 'no-cache', meaning: 'do not use the cache of layer indexes' },
];

/** Targets that are not named one by one. */
export const targetListOptions: readonly CommandOption[] = [
  { name: 'targets-from', value: 'FILE', meaning: 'scan the targets of a list, one on each line; - for standard input', isRepeatable: true, completes: 'file' },
  { name: 'images', meaning: 'TARGETs are Compose files and Kubernetes manifests: scan the images that they name' },
]; // prettier-ignore

/** What is scanned, and how. */
const workOptions: readonly CommandOption[] = [
  {
    name: 'scanners',
    value: 'LIST',
    meaning: `kinds of findings to look for: ${scannerNames.join(', ')}`,
    default: 'vuln,misconfig,secret',
    isRepeatable: true,
    aliases: [{ name: 'security-checks' }],
  },
  { name: 'reach', meaning: 'follow the entrypoint, and say of each finding whether it can load the package' },
  {
    name: 'secret-rules',
    value: 'FILE',
    meaning: 'rules for secrets in addition: of gitleaks (.toml) or Trivy (.yaml)',
    isRepeatable: true,
    completes: 'file',
    aliases: [{ name: 'secret-config' }],
  },
  { name: 'only-package', value: 'NAME', meaning: 'report on packages of this name only', isRepeatable: true },
  ...advisoryOptions,
  { name: 'verify-diff-ids', meaning: 'also verify each layer against its diffID in the image configuration (slower)' },
  {
    name: 'sbom-sources',
    value: 'LIST',
    meaning: 'use an SBOM attached to the image (oci) instead of its layers; it is not verified',
    default: 'none',
    isRepeatable: true,
  },
];

const both = 'not needed; packages of the system and of languages are scanned';
const bothTypes = ['os,library', 'library,os'];
/** What Trivy's users have in their scripts and what changes nothing here. */
export const acceptedOptions: readonly CommandOption[] = [
  { name: 'skip-java-db-update', meaning: 'accepted from Trivy', note: 'not needed; Java archives are identified without a database' },
  { name: 'skip-check-update', meaning: 'accepted from Trivy', note: 'not needed; there are no checks to download' },
  { name: 'skip-policy-update', meaning: 'accepted from Trivy', note: 'not needed; there are no checks to download' },
  { name: 'skip-version-check', meaning: 'accepted from Trivy', note: 'not needed; scans do not look for new versions' },
  { name: 'disable-telemetry', meaning: 'accepted from Trivy', note: 'not needed; there is no telemetry' },
  { name: 'no-progress', meaning: 'accepted from Trivy', note: 'use --quiet; progress is shown on terminals only' },
  { name: 'vuln-type', value: 'os,library', meaning: 'accepted from Trivy', choices: bothTypes, note: both },
  { name: 'pkg-types', value: 'os,library', meaning: 'accepted from Trivy', choices: bothTypes, note: both },
  { name: 'list-all-pkgs', meaning: 'accepted from Trivy', note: 'not needed; the JSON report lists every package' },
];

/** Who signed; everything but the first means something only with it. */
const verifyOptions: readonly CommandOption[] = [
  { name: 'verify', meaning: 'verify signatures first, fail if they are not trusted, and scan exactly the verified content' },
  ...trustOptions,
];

export const scanOptions: readonly CommandOption[] = [
  ...gateOptions,
  ...baselineOptions,
  ...suppressionOptions,
  ...reportOptions,
  ...workOptions,
  ...imageOptions,
  ...verifyOptions,
  ...acceptedOptions,
];

/** Where it is scanned. */
const serverOptions: readonly CommandOption[] = [
  {
    name: 'server',
    value: 'URL',
    meaning: 'have this server (pratique serve) scan; layers that it lacks are read here, and their indexes sent',
  },
  { name: 'send-layers', meaning: 'with --server, read layers of registry images here too, instead of having the server pull them' },
  ...clientOptions.filter(({ name }) => name !== 'server'),
];

/** Of `pratique scan`, which can leave the work to a server. */
export const scanCommandOptions: readonly CommandOption[] = [...scanOptions, ...serverOptions];

/** The same questions in the words of Docker Scout's `cves`. */
export const cvesOptions: readonly CommandOption[] = [
  { name: 'only-severity', value: 'LIST', meaning: 'the same as --severity' },
  ...scanCommandOptions,
];
