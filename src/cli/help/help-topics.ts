/** Pages that the package ships and `pratique help TOPIC` shows, so that hints can name them wherever the program runs. */
export const helpTopics: readonly { readonly name: string; readonly page: string; readonly summary: string; readonly hasCodes?: true }[] = [
  { name: 'reading-a-report', page: 'docs/guide/reading-a-report.md', summary: 'reports and exit codes' },
  { name: 'outputs', page: 'docs/guide/outputs.md', summary: 'report formats, and what reads them' },
  { name: 'suppressing-findings', page: 'docs/guide/suppressing-findings.md', summary: 'suppressions and ignore files' },
  { name: 'only-what-is-new', page: 'docs/guide/only-what-is-new.md', summary: 'comparing with a baseline' },
  { name: 'sboms', page: 'docs/guide/sboms.md', summary: 'making, scanning and attaching SBOMs' },
  { name: 'advisory-database', page: 'docs/guide/advisory-database.md', summary: 'advisories: freshness, offline networks, repositories' },
  { name: 'verifying-images', page: 'docs/guide/verifying-images.md', summary: 'trust policies, keys and identities' },
  {
    name: 'leaving-docker-content-trust',
    page: 'docs/guide/leaving-docker-content-trust.md',
    summary: 'migrating from Docker Content Trust',
  },
  { name: 'auditing-hosts', page: 'docs/guide/auditing-hosts.md', summary: 'checking a Docker host' },
  { name: 'audit-checks', page: 'docs/reference/audit.md', summary: 'every check of a host' },
  { name: 'programs', page: 'docs/reference/programs.md', summary: 'programs that are found without a package' },
  { name: 'configuration', page: 'docs/reference/configuration.md', summary: 'environment variables' },
  { name: 'sources', page: 'docs/reference/sources.md', summary: 'advisory feeds and their paths in a mirror' },
  { name: 'limits', page: 'docs/reference/limits.md', summary: 'limits on inputs' },
  { name: 'error-codes', page: 'docs/reference/error-codes.md', summary: 'error codes', hasCodes: true },
  { name: 'issue-codes', page: 'docs/reference/issue-codes.md', summary: 'codes for content that could not be scanned', hasCodes: true },
  { name: 'trust-reasons', page: 'docs/reference/trust-reasons.md', summary: 'codes for signatures that are not trusted', hasCodes: true },
];
