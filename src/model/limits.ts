const kib = 1024;
const mib = 1024 * kib;
const gib = 1024 * mib;

/**
 * Every bound on input from outside. Hitting one is an issue or a clear error that names it, and the rest of the work
 * goes on. docs/reference/limits.md is made from this table; each bound has a just-under and a just-over test.
 */
export const limits = {
  /** Manifests, indexes, configurations: bytes. The distribution specification asks registries to take at least 4 MiB. */
  documentBytes: 4 * mib,
  /** A report in JSON that is read back: bytes, and brackets inside brackets. */
  reportBytes: 512 * mib,
  reportDepth: 32,
  /** A template of a report: bytes. */
  templateBytes: 1 * mib,
  /** A Dockerfile, and a lock file in which the lines of packages are looked up: bytes. */
  dockerfileBytes: 4 * mib,
  sourceFileBytes: 32 * mib,
  /** Brackets inside brackets in manifests, indexes and configurations. */
  documentDepth: 64,
  /** `manifest.json` of docker-archives: bytes. */
  archiveManifestBytes: 1 * mib,
  /** Entries of a docker-archive or an oci-archive. */
  archiveEntries: 100_000,
  /** Small entries that are held of a compressed archive until its manifest was met, all together: bytes; and what is small. */
  archiveHeldBytes: 64 * mib,
  archiveSmallEntryBytes: 64 * kib,
  /** Read and dropped after the end mark of an archive that comes by a pipe or a connection: bytes. */
  archiveTrailingBytes: 16 * mib,
  /** Images that a provenance names; claims about a base that are compared, and tags of one repository; images of the catalogue, and one of them: bytes. */
  provenanceMaterials: 100,
  baseClaims: 10,
  baseTags: 64,
  cataloguedImages: 2_000,
  cataloguedImageBytes: 128 * kib,
  /** Entries of one image index. */
  indexEntries: 1_000,
  /** Index inside index. */
  indexDepth: 3,
  /** Layers of one image. */
  layers: 1_000,
  /** Labels or annotations kept of one image. */
  labels: 10_000,
  /** Embedded descriptor data that is used: bytes. */
  descriptorDataBytes: 64 * kib,
  /** Inflated bytes of one layer and of all layers of an image. */
  layerBytes: 64 * gib,
  imageBytes: 256 * gib,
  /** Entries of one layer. */
  layerEntries: 5_000_000,
  /** Pax header or GNU long name: bytes, and records in one pax header, and such headers before one entry. */
  tarMetaBytes: 1 * mib,
  tarPaxRecords: 65_536,
  tarMetaChain: 8,
  /** Segments of one sparse file's map. */
  tarSparseSegments: 65_536,
  /** Directories in one path, and bytes of one path or link target. */
  pathDepth: 1_024,
  pathBytes: 64 * kib,
  /** Hops while following links, as Linux allows. */
  linkHops: 40,
  /** gzip header fields: bytes. */
  gzipHeaderBytes: 256 * kib,
  /** Window that a zstd frame may ask for: bytes. RFC 8878 recommends 8 MiB; the reference tool's default bound is 128 MiB. */
  zstdWindowBytes: 128 * mib,
  /** Content of one file that is kept whole: bytes. Selectors may ask for less. */
  keptFileBytes: 128 * mib,
  /** Kept content of one layer, all files together: bytes. */
  keptLayerBytes: 512 * mib,
  /** Components of an SBOM document inside an image that are listed: they only claim. */
  sbomClaims: 50_000,
  /** Values read from one binary database of apk 3, again where lists share them. */
  adbValues: 2_000_000,
  /** Secrets listed of one file; what follows them is not searched. */
  secretsPerFile: 1_000,
  /** Archives in search of secrets: archives inside archives, and what one file may inflate to, all of them together: bytes. */
  secretArchiveDepth: 4,
  secretInflatedBytes: 256 * mib,
  /** Versions of files in the history of a git repository. */
  gitBlobs: 1_000_000,
  /** Secret rules and allowances of users, keywords of one rule, and the length of a pattern: characters. */
  customSecretRules: 1_000,
  customSecretKeywords: 64,
  customPatternCharacters: 16 * kib,
  /** Encodings inside encodings that are taken off in search of secrets. */
  secretDecodeDepth: 3,
  /** What is learned of the executables of one layer without keeping them, all together: characters of JSON. */
  layerFactBytes: 64 * mib,
  /** The build information of one Go executable, and modules in it: the largest programs have 200 kilobytes. */
  goBuildInfoBytes: 1 * mib,
  goModules: 10_000,
  /** Java archives. Held in memory at a time, of one file and the archives inside it: bytes; a larger archive is read as it streams by. */
  jarHeldBytes: 48 * mib,
  /** Archives inside archives, of one file: how deep, and how many; entries of one archive; artifacts that all of them describe. */
  jarDepth: 8,
  jarArchives: 20_000,
  jarEntries: 2_000_000,
  jarPoms: 10_000,
  /** What one file may inflate to, all archives inside it together: so many bytes and so many times its own size, but never more than the last. */
  jarInflatedBytes: 256 * mib,
  jarInflatedRatio: 100,
  jarInflatedMaxBytes: 16 * gib,
  /** pom.xml: elements inside elements, and elements in all. */
  pomDepth: 64,
  pomElements: 200_000,
  /** Lock files in XML: elements. */
  lockfileElements: 2_000_000,
  /** The list of crates in one Rust executable: bytes, packed and unpacked; crates; places in the file that are tried. */
  rustAuditBytes: 4 * mib,
  rustAuditCrates: 20_000,
  rustAuditTries: 50_000,
  /** Lock files: bytes and depth. */
  lockfileBytes: 64 * mib,
  lockfileDepth: 512,
  /** Tables inside tables of a Lua rockspec. */
  luaTableDepth: 100,
  /** Lock files in YAML: bytes. Its library needs a hundred times as much memory. */
  yamlLockfileBytes: 2 * mib,
  /** One package manifest such as package.json: bytes. */
  packageManifestBytes: 4 * mib,
  /** Compose files and Kubernetes manifests: bytes, mappings inside mappings, and values; files that one project includes and extends. */
  workloadBytes: 8 * mib,
  workloadDepth: 100,
  workloadValues: 500_000,
  composeFiles: 100,
  /** A program or script that a hardened service starts: bytes. */
  hardenedProgramBytes: 96 * mib,
  /** Programs and libraries that are compared with what a package manager recorded: bytes of one. */
  codeDigestBytes: 8 * mib,
  /** Places of one rule that a report lists; the rest are counted. */
  findingsPerRule: 100,
  /** Files of accounts, such as /etc/passwd: bytes. */
  accountFileBytes: 4 * mib,
  /** One package URL: characters. */
  purlCharacters: 16 * kib,
  /** os-release: bytes. */
  osReleaseBytes: 64 * kib,
  /** One field of a dpkg or apk database: bytes. */
  databaseFieldBytes: 1 * mib,
  /** One header of an rpm database: bytes; its index entries. The first is rpm's own bound (lib/header.c). */
  rpmHeaderBytes: 256 * mib,
  rpmHeaderEntries: 65_536,
  /** Issues of one origin in one layer that are listed; the rest are counted. */
  issuesPerOrigin: 100,
  /** SBOMs: one document, and one in YAML: bytes; brackets or elements inside each other; components and relationships in one; elements and attributes of one in XML. */
  sbomBytes: 256 * mib,
  sbomYamlBytes: 16 * mib,
  sbomDepth: 256,
  sbomComponents: 500_000,
  sbomRelationships: 5_000_000,
  sbomXmlElements: 10_000_000,
  /** An SBOM that lies inside an image: bytes, and components of it. */
  embeddedSbomBytes: 16 * mib,
  embeddedSbomComponents: 20_000,

  /** Requests to the server: bytes of a body, and brackets inside brackets. */
  requestBytes: 1 * mib,
  requestDepth: 64,
  /** Server, for clients of other scanners: a layer that they name by its URL: stored bytes, and milliseconds until it is there. */
  locatedLayerBytes: 32 * gib,
  locatedLayerMs: 3_600_000,
  /** Server, for clients of other scanners: header fields that they want sent with the request for a layer, and characters of a name or a value. */
  locatedLayerHeaders: 32,
  locatedLayerHeaderCharacters: 16 * kib,
  /** Server, for clients of other scanners: a manifest of layers, and a policy bundle: bytes. */
  peerRequestBytes: 8 * mib,
  /** Server, for clients of Clair: digests of one request to delete. */
  deletedManifests: 10_000,
  /** Server: how long a request of another scanner's client that is answered when the scan ends may wait: milliseconds. The scan goes on. */
  peerWaitMs: 1_800_000,
  /** Submissions to the server: a layer index as sent and inflated, its head, the description of an image, an SBOM, and all layer indexes of one project as sent: bytes. */
  submittedIndexBytes: 64 * mib,
  submittedIndexInflatedBytes: 512 * mib,
  submittedHeadBytes: 256 * mib,
  submittedImageBytes: 8 * mib,
  submittedSbomBytes: 64 * mib,
  submittedProjectBytes: 8 * gib,

  /** Responses of registries: tokens and error bodies: bytes. */
  tokenBytes: 1 * mib,
  errorBodyBytes: 64 * kib,
  /** WWW-Authenticate: bytes and challenges. */
  challengeBytes: 16 * kib,
  challenges: 16,
  /** Redirects that one request follows. */
  redirects: 5,
  /** Attempts of one request; waiting that a server may ask for: milliseconds. */
  attempts: 6,
  retryAfterMs: 120_000,
  /** Wait before the second attempt; it doubles from there on. */
  backoffMs: 500,
  /** How often one download may go on after a break. */
  resumes: 1_000,
  /** Until a connection is there: milliseconds. */
  connectTimeoutMs: 10_000,
  /** Until a server that has not answered yet sends its first header fields, the connection included: milliseconds. */
  firstAnswerTimeoutMs: 15_000,
  /** The same of a server that has answered before, which may need longer for some requests: milliseconds. */
  headersTimeoutMs: 40_000,
  /** Without a byte of a body: milliseconds. */
  idleTimeoutMs: 30_000,
  /** Slower than this over a window of waiting is a stall. */
  minimumBytesPerSecond: 1 * kib,
  minimumRateWindowMs: 60_000,
  /** Documents that are read whole (manifests, signatures, metadata): after this much waiting, all attempts together, slower than this ends the request. */
  documentGraceMs: 45_000,
  documentBytesPerSecond: 32 * kib,
  /** Container engines: one connection, and the answer to a short question: milliseconds. */
  engineConnectMs: 5_000,
  engineAnswerMs: 15_000,
  /** Container engines: until an export begins. Docker and Podman copy the whole image first: milliseconds. */
  engineExportMs: 1_800_000,
  /** Container engines: one answer to a question of an audit: bytes. */
  engineQuestionBytes: 64 * mib,
  /** Audits: one file of the host, such as its audit log, of which the end is read; and names in one folder. */
  auditFileBytes: 16 * mib,
  auditFolderEntries: 100_000,
  /** Audits: output of one command of the host: bytes, and milliseconds until it ends. */
  auditCommandBytes: 4 * mib,
  auditCommandMs: 10_000,
  /** Running containers: changed files of one that are examined. */
  containerChanges: 100_000,
  /** Container engines: one event: characters; events that wait for a slow receiver; findings of containers that are remembered. */
  engineEventCharacters: 1 * mib,
  queuedEvents: 20_000,
  rememberedFindings: 100_000,
  /** Audits: the record of a host: bytes. */
  auditRecordBytes: 512 * mib,
  /** A program or library whose machine code is read: bytes. */
  analyzedProgramBytes: 256 * mib,
  /** A trace of system calls: bytes. */
  traceBytes: 256 * mib,
  /** One request to a guard: bytes. Docker shows a body of at most 1 MiB, Kubernetes an object of 1.5 MiB twice. */
  guardRequestBytes: 8 * mib,
  /** Container engines: one PEM file for TLS: bytes. */
  engineCertificateBytes: 1 * mib,
  /** containerd's metadata: one page with what overflows it: bytes; pages read for one answer. */
  boltPageBytes: 16 * mib,
  boltPages: 10_000,
  /** Header fields of one answer: bytes. */
  headerBytes: 32 * kib,
  /** Credential helpers: milliseconds and bytes of output. */
  credentialHelperMs: 10_000,
  credentialHelperBytes: 64 * kib,
  /** Docker's config.json: bytes. */
  configFileBytes: 4 * mib,

  /** Advisory feeds: one downloaded file; one record in it; records in one archive. */
  feedBytes: 8 * gib,
  feedRecordBytes: 16 * mib,
  feedRecords: 5_000_000,
  /** One advisory's text fields: characters; its aliases. */
  advisoryTextCharacters: 64 * kib,
  advisoryAliases: 10_000,
  /** Share of undecodable records at which a source is refused, and of records lost at which it is held back. */
  feedInvalidShare: 0.001,
  feedShrinkShare: 0.05,
  /** One block and the index of a shard: bytes. */
  shardBlockBytes: 64 * mib,
  shardIndexBytes: 256 * mib,
  /** `manifest.json` of an advisory database: bytes. */
  databaseManifestBytes: 16 * mib,
  /** What a build of advisories leaves for the next one, inflated: bytes. */
  buildNotesBytes: 512 * mib,
  /** A signed repository of advisories: one metadata file, one manifest or shard, and one bundle: bytes; files in it. */
  repositoryMetadataBytes: 16 * mib,
  repositoryTargetBytes: 512 * mib,
  advisoryBundleBytes: 2 * gib,
  /** The difference of two shards, inflated: bytes. Generations that a database keeps beside its own. */
  advisoryDeltaBytes: 256 * mib,
  localGenerations: 5,
  repositoryTargets: 20_000,
  /** A JSON report that is compared with another: bytes. */
  comparedReportBytes: 512 * mib,
  /** Ecosystems and releases in one database: more are a feed that names nonsense. */
  databaseShards: 2_000,

  /** Trust. What a signature envelope carries, after and before base64: bytes; its signatures; brackets in the envelope itself, the payload apart. */
  dssePayloadBytes: 128 * mib,
  dsseEnvelopeBytes: 192 * mib,
  dsseSignatures: 100,
  dsseEnvelopeDepth: 16,
  /** Private key files: bytes; cost of the scrypt that protects them: N, r times p, and bytes of memory. */
  privateKeyBytes: 64 * kib,
  scryptCost: 2 ** 20,
  scryptBlockParallelism: 64,
  scryptMemoryBytes: 1 * gib,
  /** Rounds of the PBKDF2 that protects private keys. */
  keyDerivationRounds: 10_000_000,
  /** Responses of certificate authorities, transparency logs, timestamp authorities and identity providers: bytes. */
  signingServiceBytes: 4 * mib,
  /** An identity token: bytes. */
  identityTokenBytes: 64 * kib,
  /** Signing config files: bytes. */
  signingConfigBytes: 1 * mib,
  /** `pratique.yaml`: bytes, mappings inside mappings, and values in all. */
  configurationBytes: 1 * mib,
  configurationDepth: 24,
  configurationValues: 20_000,
  /** Files of suppressions, ours and those of other tools: bytes, values in YAML, and entries of all files together. */
  suppressionFileBytes: 16 * mib,
  suppressionFileValues: 1_000_000,
  suppressions: 50_000,
  /** VEX documents: bytes of one, statements of one, and files of a folder. */
  vexBytes: 64 * mib,
  vexStatements: 500_000,
  vexFiles: 10_000,
  /** One pattern of the policy, and what it is compared with: characters. */
  patternCharacters: 512,
  patternSubjectCharacters: 1_024,
  /** X.509: one certificate: bytes. Large real ones have a few kilobytes. */
  certificateBytes: 64 * kib,
  /** X.509: authorities above a certificate, the trusted one included, and signatures checked in search of them. */
  certificatePathAuthorities: 5,
  certificatePathChecks: 100,
  /** ASN.1 in other encodings than DER: elements inside elements. */
  asn1Depth: 32,
  /** Notary Project: one signature envelope, what it nests, and its certificates: bytes. The specification's own examples have a few kilobytes. */
  notationEnvelopeBytes: 4 * mib,
  notationEnvelopeDepth: 16,
  notationCertificates: 32,
  /** Documents of the trust policy, files of a trust store: bytes; statements, and files of one named store. */
  notationPolicyBytes: 1 * mib,
  notationPolicyStatements: 1_000,
  notationStoreFileBytes: 1 * mib,
  notationStoreFiles: 1_000,
  /** RFC 3161 timestamp tokens: bytes, and certificates in one; how long a timestamp authority may take to answer: milliseconds. */
  timestampTokenBytes: 256 * kib,
  timestampCertificates: 32,
  timestampTimeoutMs: 15_000,
  /** Responses about revocation: bytes, and milliseconds for one of them (notaryproject/specifications, trust-store-trust-policy.md); places that one certificate may name. */
  ocspResponseBytes: 64 * kib,
  ocspTimeoutMs: 2_000,
  crlBytes: 32 * mib,
  crlTimeoutMs: 5_000,
  revocationPlaces: 8,

  /** trust: signatures, attestations and other artifacts read for one digest; their payloads, all together: bytes; and how many at a time. */
  signatures: 100,
  signatureBytes: 128 * mib,
  signatureReads: 10,
  /** trust: pages of one listing, tags of one repository, referrers of one digest; artifacts of artifacts that are copied, how deep. */
  listingPages: 100,
  /** Repositories of one registry that are listed; targets of one scan, of lists and patterns; a list of targets: bytes. */
  repositories: 100_000,
  scanTargets: 10_000,
  targetListBytes: 4 * mib,
  /** CI files of a repository that is migrated, and one of them: bytes. */
  ciFiles: 1_000,
  ciFileBytes: 4 * mib,
  /** ShellCheck: RUN instructions of one Dockerfile, one of them: time and answer. */
  shellScripts: 200,
  shellCheckMs: 10_000,
  /** Rendering a Helm chart: milliseconds. */
  helmMs: 60_000,
  shellCheckBytes: 4 * mib,
  tags: 100_000,
  referrers: 1_000,
  referrerDepth: 3,
  /** trust: blobs of a layout by cosign save, among which its bundles lie unlisted. */
  layoutBlobs: 10_000,
  /** trust: attempts to write a list of signatures while others write it too. */
  tagWriteAttempts: 16,
  /** oci: longest wait while another process writes the index of a layout: milliseconds. */
  layoutLockMs: 10_000,

  /** Trust: the inventory of a migration. Names examined in folders, and their depth; one file, and all together: bytes; one line: characters. */
  inventoryEntries: 500_000,
  inventoryDepth: 64,
  inventoryFileBytes: 2 * mib,
  inventoryBytes: 1 * gib,
  inventoryLineCharacters: 16 * kib,
  /** Places that are listed; more are counted. */
  inventoryFindings: 10_000,
  /** Of one trust directory: files. */
  trustDirectoryFiles: 100_000,
  /** Trust: the export of one repository. Versions of one role, files and bytes of all of them; bytes of one archive that is read back. */
  exportVersions: 2_000,
  exportFiles: 20_000,
  exportBytes: 256 * mib,
  exportArchiveBytes: 1 * gib,
  /** Trust metadata in a registry: earlier publications that are read to find revoked tags. */
  registryPublications: 4_000,
  /** Docker Content Trust (TUF). Metadata files: bytes; brackets inside brackets and values in one. */
  rootMetadataBytes: 512 * kib,
  timestampMetadataBytes: 1 * mib,
  snapshotMetadataBytes: 2 * mib,
  targetsMetadataBytes: 10 * mib,
  metadataDepth: 16,
  metadataValues: 600_000,
  /** Signatures of one metadata file; keys and roles that one names. */
  metadataSignatures: 256,
  metadataKeys: 1_024,
  metadataRoles: 1_024,
  /** One more could not be followed by another: what 32 bits with a sign hold, less one. */
  metadataVersion: 2 ** 31 - 2,
  /** Copies of copies that are followed to the first source. */
  copyLevels: 16,
  /** Root versions followed in one run; delegated roles examined; characters of a role's name. */
  rootRotations: 256,
  delegatedRoles: 32,
  roleNameCharacters: 255,
  /** One public key: bytes, and bits of an RSA modulus; certificates in one key. */
  publicKeyBytes: 16 * kib,
  rsaModulusBits: 8_192,
  certificatesInKey: 10,

  /** Notary v1: one update or one read of a trust server, all requests together, and one upload to it: milliseconds. */
  notaryReadMs: 30_000,
  notaryUploadMs: 120_000,
  /** Notary v1: attempts to publish while others publish too. */
  notaryPublishAttempts: 16,
  /** Notary v1: an answer with a public key of the server: bytes. */
  notaryKeyAnswerBytes: 64 * kib,
  /** Notary v1: files of staged changes, one of them in bytes; private keys of one trust directory. */
  stagedChanges: 10_000,
  stagedChangeBytes: 1 * mib,
  trustKeys: 10_000,

  /** trust: sigstore's bundles, trusted roots and bodies of log entries: bytes; entries and timestamps of one bundle. */
  bundleBytes: 32 * mib,
  bundleLogEntries: 16,
  bundleTimestamps: 16,
  trustedRootBytes: 4 * mib,
  logEntryBytes: 16 * mib,
  /** trust: how long verifying waits for sigstore's TUF repository before it uses the trusted root it has: milliseconds. */
  trustedRootRefreshMs: 20_000,
  /** trust: checkpoints of logs: characters and lines of signatures; hashes of one inclusion proof: a tree of 2⁶³ entries needs 63. */
  checkpointCharacters: 64 * kib,
  checkpointSignatures: 64,
  inclusionProofHashes: 64,
  /** trust: subjects of one statement, and brackets inside brackets in it. */
  statementSubjects: 1_000,
  statementDepth: 128,
  /** trust: patterns for identities, and the identities themselves: characters. */
  identityPatternCharacters: 1_024,
  identityCharacters: 4 * kib,

  /** check: findings of one rule in one file, and problems of its syntax that are reported. */
  ruleViolations: 1_000,
  syntaxFaults: 100,
  /** check: the command of one RUN: characters that are read as shell, commands and here-documents in them. */
  shellCharacters: 1 * mib,
  shellCommands: 2_000,
  shellHeredocs: 1_000,
  /** reach: files that are followed from the entrypoint, and places listed that could not be followed; files below one folder that is named as a whole. */
  reachedFiles: 100_000,
  reachNotes: 200,
  reachFolderFiles: 5_000,
} as const;
