import { type Command } from '../command.ts';

/** What to do instead of an option that a command does not have. */
interface OptionAdvice {
  /** As people type them: `--vex`, `-w`. */
  readonly flags: readonly string[];
  /** An option that the command must have for the advice to be true; absent for all commands. */
  readonly needs?: string;
  /** Reads well after "try:". */
  readonly advice: string;
}

/** The advice for a flag of another tool; `undefined` where there is none, so that the nearest spelling counts. */
export function optionAdvice(command: Command, flag: string): string | undefined {
  const has = (option: string | undefined): boolean => option === undefined || command.options.some(({ name }) => name === option);
  return table.find(({ flags, needs }) => flags.includes(flag) && has(needs))?.advice;
}

const leaveOut = (reason: string): string => `leave it out: ${reason}`;

/** Flags of Trivy, Grype, Syft, Snyk, Docker Scout, Clair's clients, Docker, skopeo and podman. The first row that fits counts. */
const table: readonly OptionAdvice[] = [
  // What scan, cves and sample do.
  { flags: ['--pkg-types', '--vuln-type', '--only-package-type', '--app-vulns', '--exclude-app-vulns'], needs: 'severity', advice: leaveOut('packages of the system and of languages are both scanned; --only-package NAME limits the report') }, // prettier-ignore
  { flags: ['--vex-author'], needs: 'vex', advice: '--vex oci with --key or --certificate-identity, which names who is trusted' },
  { flags: ['--only-vex-affected'], needs: 'vex', advice: leaveOut('suppressed findings are not shown') },
  { flags: ['--allowlist', '--ignore-file', '--ignore-path', '--policy-path'], needs: 'ignorefile', advice: '--ignorefile FILE' },
  {
    flags: ['--ignore-policy', '--ignore-states', '--ignore-status'],
    needs: 'severity',
    advice: '--ignore-unfixed, or the suppressions section of pratique.yaml',
  },
  { flags: ['--fail-on', '--severity-threshold', '--threshold', '-t', '--only-severities'], needs: 'severity', advice: '--severity LIST --exit-code 1, with every severity that fails' }, // prettier-ignore
  { flags: ['--fail'], needs: 'severity', advice: '--exit-code 1' },
  { flags: ['--only-fixed', '--ignore-not-fixed', '--fixable-only'], needs: 'ignore-unfixed', advice: '--ignore-unfixed' },
  { flags: ['--exclude-base-image-vulns', '--exclude-base', '--only-introduced'], needs: 'ignore-base', advice: '--ignore-base' },
  { flags: ['--only-base', '--only-unfixed', '--only-notfixed', '--only-cve-id', '--epss', '--epss-score', '--locations', '--details'], needs: 'severity', advice: leaveOut('the JSON report has it; --format json, and a program such as jq') }, // prettier-ignore
  {
    flags: ['--skip-dirs', '--skip-files', '--exclude', '--exclude-paths'],
    needs: 'severity',
    advice: leaveOut('the whole image is scanned'),
  },
  { flags: ['--timeout', '--scan-timeout'], needs: 'severity', advice: leaveOut('scans have no time limit; a registry that stops answering is given up') }, // prettier-ignore
  { flags: ['--java-db-repository', '--db-url'], needs: 'severity', advice: '--db-repository PLACE for a signed repository, or PRATIQUE_FEEDS=URL for a mirror of the feeds' }, // prettier-ignore
  { flags: ['--download-db-only', '--update', '--update-db', '--only-update'], needs: 'severity', advice: 'pratique db update' },
  { flags: ['--reset', '--clear-cache'], needs: 'severity', advice: 'remove the cache directory, or scan with --no-cache' },
  { flags: ['--cache-backend', '--cache-ttl', '--redis-ca'], needs: 'severity', advice: '--cache-dir DIRECTORY; other backends are not implemented yet' }, // prettier-ignore
  { flags: ['--token', '--token-header'], needs: 'send-layers', advice: '--token-file FILE, or set PRATIQUE_TOKEN; with --server' }, // prettier-ignore
  { flags: ['--clair', '--ip'], needs: 'severity', advice: leaveOut('scans run in this process, or with --server URL on a server') },
  { flags: ['--exit-on-eol'], needs: 'severity', advice: leaveOut('a release past its end of life makes the report uncertain') },
  { flags: ['--report-template'], needs: 'severity', advice: '--format template --template @FILE' },
  { flags: ['--sarif', '--sarif-output', '--sarif-file'], needs: 'severity', advice: '--output sarif=FILE' },
  {
    flags: ['--cyclonedx', '--spdx', '--spdx-json', '--html', '--junit', '--csv', '--markdown'],
    needs: 'severity',
    advice: '--output FORMAT=FILE',
  },
  { flags: ['--json-file-output', '--report', '-r', '--out', '--output-file', '--file'], needs: 'severity', advice: '--output FILE, with --format for its format; an archive to scan is TARGET' }, // prettier-ignore
  {
    flags: ['--dependency-tree', '--print-deps', '--tree'],
    needs: 'severity',
    advice: '--format json, which has the dependencies of each package',
  },
  { flags: ['--compliance', '--license-full', '--config-policy', '--config-check'], needs: 'severity', advice: leaveOut('it is not implemented yet') }, // prettier-ignore
  { flags: ['--image-src', '--docker-host', '--podman-host'], needs: 'severity', advice: leaveOut('a scheme before the target does that, such as registry: or docker-archive:') }, // prettier-ignore
  { flags: ['--scope', '--all-layers', '--squashed'], needs: 'severity', advice: leaveOut('findings name their layer') },
  { flags: ['--parallel', '--threads', '-j'], needs: 'severity', advice: 'set PRATIQUE_THREADS' },
  { flags: ['--image', '-i', '--target', '--name', '--archive'], needs: 'severity', advice: 'give it as TARGET, without an option' },
  // What every command that has the option does.
  { flags: ['--server', '--notary-server'], needs: 'trust-server', advice: '--trust-server URL' },
  { flags: ['--trust-server', '--notary-server'], needs: 'server', advice: '--server URL' },
  { flags: ['--form'], needs: 'format', advice: '--format FORMAT' },
  { flags: ['--json', '-j'], needs: 'format', advice: '--format json' },
  { flags: ['--debug', '-d', '--trace', '--log-level', '--loglevel', '-vv'], advice: '--verbose' },
  { flags: ['--silent'], advice: '--quiet' },
  { flags: ['--no-color', '--no-colour'], advice: 'set NO_COLOR=1' },
  { flags: ['--user', '-u', '--registry-username', '--creds'], needs: 'username', advice: '--username NAME and --password-stdin' },
  { flags: ['--pass', '-p', '--registry-password'], needs: 'username', advice: '--password-stdin' },
  { flags: ['--tls-verify', '--tls-skip-verify', '--skip-tls-verify', '--insecure-registry', '--allow-insecure-registry', '--allow-http-registry', '--insecure-skip-tls-verify', '--plain-http', '--insecure-use-http', '-k'], needs: 'insecure', advice: '--insecure' }, // prettier-ignore
  { flags: ['--cacert', '--ca-cert', '--cert-dir', '--tls-ca-cert', '--registry-cacert'], needs: 'ca-file', advice: '--ca-file FILE' },
  { flags: ['--proxy', '--http-proxy', '--https-proxy'], needs: 'insecure', advice: 'set HTTPS_PROXY' },
  { flags: ['--arch', '--os', '--variant'], needs: 'platform', advice: '--platform OS/ARCHITECTURE[/VARIANT]' },
  { flags: ['--force', '--assume-yes'], needs: 'yes', advice: '--yes' },
  { flags: ['--out', '--output-file', '--file'], needs: 'output', advice: '--output' },
  { flags: ['--pubkey', '--public-key'], needs: 'key', advice: '--key FILE' },
];
