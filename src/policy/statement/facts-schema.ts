/** What statements can ask about: CEL types by name, nested. The guide's tables and the checks of expressions come from here. */
export type FactType = 'string' | 'int' | 'double' | 'bool' | 'list<string>' | 'map<string, string>';
export type FactSchema = Readonly<Record<string, { readonly type: FactType; readonly meaning: string }>>;

/** Of one finding. Numbers that are not known are -1, texts are empty. */
export const findingFacts = {
  id: { type: 'string', meaning: 'CVE or other id of the flaw, or id of the rule' },
  aliases: { type: 'list<string>', meaning: 'other ids' },
  kind: { type: 'string', meaning: 'vulnerability, misconfiguration, secret, license or audit' },
  title: { type: 'string', meaning: 'title' },
  severity: { type: 'string', meaning: 'critical, high, medium, low, negligible or unknown' },
  severityOrigin: { type: 'string', meaning: 'whose severity that is' },
  severities: { type: 'map<string, string>', meaning: "severity by source, such as finding.severities['nvd']" },
  score: { type: 'double', meaning: 'highest CVSS score' },
  lane: { type: 'string', meaning: 'fix-now, no-fix-yet or wont-fix' },
  fixState: { type: 'string', meaning: 'fixed, no-fix-yet, wont-fix, end-of-life or unknown' },
  hasFix: { type: 'bool', meaning: 'whether there is something to upgrade to' },
  fixedVersion: { type: 'string', meaning: 'version that fixes it' },
  knownExploited: { type: 'bool', meaning: "in CISA's catalogue of known exploited vulnerabilities" },
  ransomware: { type: 'bool', meaning: 'known to be used by ransomware' },
  epss: { type: 'double', meaning: 'EPSS probability, 0 to 1' },
  epssPercentile: { type: 'double', meaning: 'EPSS percentile, 0 to 1' },
  publishedDaysAgo: { type: 'int', meaning: 'days since the advisory was published' },
  modifiedDaysAgo: { type: 'int', meaning: 'days since the advisory was changed, which is when its fix was published or earlier' },
  isMalware: { type: 'bool', meaning: 'the package itself is the attack' },
  broughtBy: { type: 'string', meaning: 'base, own or unknown' },
  reach: { type: 'string', meaning: 'loaded, loadable, not-referenced or unknown, with --reach' },
  layer: { type: 'int', meaning: 'layer, counted from 0' },
  instruction: { type: 'string', meaning: 'Dockerfile instruction that made the layer' },
  paths: { type: 'list<string>', meaning: 'paths in the image' },
  hasLowerConfidence: { type: 'bool', meaning: 'the advisory is about another build of the package' },
  isDistroSilent: { type: 'bool', meaning: 'the distribution has no record of the flaw' },
  source: { type: 'string', meaning: 'advisory source that decided' },
} as const satisfies FactSchema;

/** Of the package of the finding: `finding.package.name`. */
export const packageFacts = {
  name: { type: 'string', meaning: 'name' },
  version: { type: 'string', meaning: 'version' },
  type: { type: 'string', meaning: 'purl type: npm, deb, pypi' },
  purl: { type: 'string', meaning: 'package URL' },
  source: { type: 'string', meaning: 'source package' },
  evidence: { type: 'string', meaning: 'installed, file, binary, vendored or declared' },
  licenses: { type: 'list<string>', meaning: 'licences' },
  supplier: { type: 'string', meaning: 'publisher, where that is not the distribution' },
  isDevelopment: { type: 'bool', meaning: 'declared as a development dependency' },
} as const satisfies FactSchema;

/** Of the report. */
export const reportFacts = {
  target: { type: 'string', meaning: 'target as given' },
  references: { type: 'list<string>', meaning: 'references of the image' },
  digest: { type: 'string', meaning: 'manifest digest' },
  platform: { type: 'string', meaning: 'such as linux/amd64' },
  distribution: { type: 'string', meaning: 'id of the distribution, such as debian' },
  release: { type: 'string', meaning: 'its release, such as 12' },
  isEndOfLife: { type: 'bool', meaning: 'security support of the release has ended' },
  user: { type: 'string', meaning: 'user of the image' },
  ageDays: { type: 'int', meaning: 'days since the image was created' },
  sizeBytes: { type: 'int', meaning: 'compressed size of all layers' },
  layers: { type: 'int', meaning: 'number of layers' },
  baseLayers: { type: 'int', meaning: 'number of layers of the base image' },
  packages: { type: 'int', meaning: 'number of packages' },
  completeness: { type: 'string', meaning: 'complete, partial or none' },
  issues: { type: 'list<string>', meaning: 'issue codes' },
  scannedFor: { type: 'list<string>', meaning: 'kinds that were looked for' },
  isSigned: { type: 'bool', meaning: 'signed by a trusted signer; needs --verify' },
  signers: { type: 'list<string>', meaning: 'trusted signers; needs --verify' },
} as const satisfies FactSchema;
