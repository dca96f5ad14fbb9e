interface IssueCodeRow {
  /** `error`: content was not scanned. `warning`: confidence in the result is lower. Either makes a report partial. */
  readonly severity: 'warning' | 'error';
  readonly title: string;
  /** What to do about it; shown in the report. */
  readonly hint: string;
}

/** Every code an {@link Issue} can carry. The page docs/reference/issue-codes.md is made from this table. */
export const issueCodes = {
  DOCKERFILE_INVALID: {
    severity: 'error',
    title: 'Part of a Dockerfile is not valid',
    hint: 'correct the line; docker build --check shows it too',
  },
  COMPOSE_UNREADABLE: {
    severity: 'error',
    title: 'Part of a Compose file was not read',
    hint: 'correct the line, or put the file where it is named',
  },
  HELM_NOT_RENDERED: {
    severity: 'error',
    title: 'A Helm chart was not checked',
    hint: 'install helm and give the folder of the chart, or render it: helm template CHART | pratique lint -',
  },
  MANIFEST_INVALID: {
    severity: 'error',
    title: 'Part of a Kubernetes manifest was not read',
    hint: 'correct the line; kubectl apply --dry-run=client -f FILE shows it too',
  },
  CONTAINER_UNDECIDED: {
    severity: 'error',
    title: 'Part of a running container could not be examined',
    hint: 'ask the engine that runs it, as a user who may; see the message',
  },
  NETWORK_UNDECIDED: {
    severity: 'error',
    title: 'Part of a network could not be read',
    hint: 'give every file and variable that describes it; on a host, ask the engine as a user who may',
  },
  RULE_CUT: {
    severity: 'error',
    title: 'A rule fails in more places than are listed',
    hint: 'correct those listed and check again; see pratique help limits',
  },
  LAYER_UNREADABLE: { severity: 'error', title: 'A layer could not be read', hint: 'fetch the image again' },
  LAYER_TRUNCATED: { severity: 'error', title: 'A layer is truncated', hint: 'fetch the image again' },
  LAYER_NOT_FILESYSTEM: { severity: 'error', title: 'A layer is not a file system', hint: 'check what built the image' },
  LAYER_FOREIGN: {
    severity: 'error',
    title: 'A foreign layer was not fetched',
    hint: 'copy the image together with its foreign layers',
  },
  LAYER_DIGEST_MISMATCH: {
    severity: 'error',
    title: 'A layer does not match its digest; its content was ignored',
    hint: 'fetch the image again',
  },
  LAYER_SIZE_MISMATCH: { severity: 'error', title: 'A layer does not have the size in its descriptor', hint: 'fetch the image again' },
  LAYER_DIFF_ID_MISMATCH: {
    severity: 'error',
    title: 'A layer does not match its diffID in the image configuration',
    hint: 'rebuild the image',
  },
  LAYER_MISSING: { severity: 'error', title: 'A layer is not in the image', hint: 'save or push the image again' },
  LAYER_TRAILING_BYTES: {
    severity: 'warning',
    title: 'A layer has trailing bytes',
    hint: 'rebuild the image; container runtimes ignore these bytes',
  },
  LAYER_MEDIA_TYPE: { severity: 'warning', title: 'The compression of a layer does not match its media type', hint: 'rebuild the image' },
  LAYER_LIMIT: {
    severity: 'error',
    title: 'A layer exceeds a limit and was not read to its end',
    hint: 'see pratique help limits',
  },
  ENTRY_INVALID: { severity: 'error', title: 'A file of a layer could not be read', hint: 'rebuild the image' },
  ENTRY_AMBIGUOUS: {
    severity: 'warning',
    title: 'A file of a layer is ambiguous: tools read it in different ways',
    hint: 'rebuild the image',
  },
  FILE_TOO_LARGE: { severity: 'error', title: 'A file exceeds a size limit', hint: 'see pratique help limits' },
  SECRETS_NOT_LISTED: {
    severity: 'error',
    title: 'A file was not searched for secrets to its end',
    hint: 'see pratique help limits',
  },
  FILE_UNREADABLE: { severity: 'error', title: 'A file could not be read', hint: 'check its permissions' },
  FILE_CHANGED: { severity: 'error', title: 'A file changed while it was read', hint: 'scan again while nothing writes to it' },
  REGISTRY_ANSWER: {
    severity: 'warning',
    title: 'The registry sent incorrect metadata',
    hint: 'the report uses the verified content; tell the administrator of the registry',
  },
  IMAGE_DOCUMENT: { severity: 'warning', title: 'A field of the image configuration is not valid', hint: 'rebuild the image' },
  PLATFORM_MISSING: {
    severity: 'error',
    title: 'A platform of the image was not scanned because its content is missing',
    hint: 'pull that platform, or scan the image in the registry',
  },
  ARCHIVE_CONFLICT: {
    severity: 'error',
    title: 'The index.json and the manifest.json of an archive describe different images, and only one was scanned',
    hint: 'save the image again; Docker loads one or the other, depending on its image store',
  },
  CONFIG_NAME_MISMATCH: {
    severity: 'warning',
    title: 'The configuration file of an archive does not match the digest in its name',
    hint: 'save the image again with a current tool; the digest in the report was computed from the content',
  },
  PACKAGE_DATABASE_UNREADABLE: { severity: 'error', title: 'A package database could not be read', hint: 'rebuild the image' },
  PACKAGE_RECORD_INVALID: { severity: 'error', title: 'A record of a package database could not be read', hint: 'rebuild the image' },
  PACKAGE_SOURCE_UNKNOWN: {
    severity: 'warning',
    title: 'The source of a package is not known, and the advisories of its distribution name sources',
    hint: 'check these packages in the advisories of the distribution',
  },
  PACKAGE_DATABASE_REMOVED: {
    severity: 'error',
    title: 'The package database was removed by a layer',
    hint: 'keep it in the image, so that its packages can be scanned',
  },
  PACKAGE_FILES_MISSING: {
    severity: 'error',
    title: 'The files of listed packages are not in the image',
    hint: 'scan the whole file system, or the image that the package database was copied from',
  },
  LOCKFILE_UNREADABLE: { severity: 'error', title: 'A lock file could not be read', hint: 'regenerate it with its package manager' },
  MANIFEST_UNREADABLE: { severity: 'error', title: 'A package manifest could not be read', hint: 'reinstall the package' },
  DEPENDENCIES_NOT_PINNED: {
    severity: 'error',
    title: 'Dependencies are declared without an exact version',
    hint: 'write a lock file, or scan the installed application',
  },
  TRANSITIVE_DEPENDENCIES_UNKNOWN: {
    severity: 'warning',
    title: 'Only direct dependencies of a project are known',
    hint: 'scan the built application, or an SBOM of its build',
  },
  EXECUTABLE_UNREADABLE: {
    severity: 'error',
    title: 'The packages in an executable could not be read',
    hint: 'build it with the go command and with module support',
  },
  ARCHIVE_UNREADABLE: {
    severity: 'error',
    title: 'An archive of packages could not be read',
    hint: 'build or copy it again; for limits see pratique help limits',
  },
  ARTIFACT_UNIDENTIFIED: {
    severity: 'error',
    title: 'Java archives without a name and version',
    hint: 'build them with their Maven coordinates, or accept the gap with --allow-incomplete=java',
  },
  ARTIFACT_GROUP_UNKNOWN: {
    severity: 'warning',
    title: 'Java archives without their Maven group',
    hint: 'their findings come from names that their content suggests: check them by hand',
  },
  DISTRIBUTION_UNKNOWN: { severity: 'error', title: 'Unknown distribution', hint: 'keep /etc/os-release in the image' },
  DISTRIBUTION_CONFLICT: {
    severity: 'warning',
    title: 'The distribution and the package database disagree',
    hint: 'check how the image was built',
  },
  DISTRIBUTION_DERIVED: {
    severity: 'warning',
    title: 'The advisories of another distribution were used',
    hint: 'check findings and fixes in the advisories of the distribution itself',
  },
  DISTRIBUTION_END_OF_LIFE: { severity: 'warning', title: 'The distribution is past its end of life', hint: 'move to a supported release' },
  RUNTIME_END_OF_LIFE: { severity: 'warning', title: 'A language runtime is past its end of life', hint: 'move to a supported release' },
  NO_DISTRIBUTION: {
    severity: 'warning',
    title: 'No distribution and no package database were found',
    hint: 'nothing to do for images built from scratch',
  },
  NOTHING_TO_SCAN: {
    severity: 'error',
    title: 'Nothing to scan was found',
    hint: 'check the path: an image archive is a tar file, and the directory of an OCI layout has a file oci-layout in it, and an SBOM is CycloneDX, SPDX or Syft JSON; a project without packages passes with --allow-incomplete=no-packages',
  },
  PACKAGES_NOT_READ: {
    severity: 'error',
    title: 'Packages of an unsupported kind',
    hint: 'scan them with another tool, or accept the gap with --allow-incomplete=KIND',
  },
  SBOM_INVALID: {
    severity: 'warning',
    title: 'The SBOM does not follow its specification',
    hint: 'report it to the tool that wrote the SBOM',
  },
  SBOM_ENTRY_UNREADABLE: {
    severity: 'error',
    title: 'An entry of the SBOM could not be read',
    hint: 'write the SBOM again, or scan the image itself',
  },
  SBOM_VERSION_UNKNOWN: {
    severity: 'warning',
    title: 'The SBOM is of a newer version of its format than is known',
    hint: 'write it in an older version of the format',
  },
  SBOM_PACKAGES_UNIDENTIFIED: {
    severity: 'error',
    title: 'Components of the SBOM could not be identified and were not matched',
    hint: 'write the SBOM with package URLs, or scan the image itself',
  },
  SBOM_VERSIONS_MISSING: {
    severity: 'error',
    title: 'Packages of the SBOM have no version and were not matched',
    hint: 'write the SBOM from the installed application, or scan the image itself',
  },
  SBOM_SOURCES_MISSING: {
    severity: 'warning',
    title: 'The SBOM names no source packages, so binary package names were matched instead',
    hint: 'write the SBOM with pratique sbom, or scan the image itself',
  },
  SBOM_NOT_VERIFIED: {
    severity: 'warning',
    title: 'An SBOM attached to the image was used instead of its layers, and was not verified',
    hint: 'scan without --sbom-sources, or verify the attestation with pratique verify-attestation',
  },
  SBOM_INCOMPLETE: {
    severity: 'warning',
    title: 'The SBOM may not list everything in the image',
    hint: 'scan the image itself',
  },
  PACKAGE_NOT_FOUND: {
    severity: 'error',
    title: 'No package has the name given with --only-package',
    hint: 'check the name; a JSON report without --only-package lists every package',
  },
  ADVISORIES_MISSING: {
    severity: 'error',
    title: 'No advisories for these packages',
    hint: 'run pratique db update; where no source has them, scan with another tool',
  },
  THIRD_PARTY_PACKAGES: {
    severity: 'warning',
    title: 'Packages of other publishers were matched with the distribution’s advisories',
    hint: 'check the advisories of their publishers: what the distribution fixed in its own build may still be open in theirs',
  },
  ADVISORIES_STALE: { severity: 'warning', title: 'Advisories are old', hint: 'run pratique db update' },
  ADVISORIES_STARTER: {
    severity: 'warning',
    title: 'Only the small built-in advisory list was used',
    hint: 'run pratique db update',
  },
  ADVISORIES_NOT_FETCHED: {
    severity: 'warning',
    title: 'Advisories could not be downloaded',
    hint: 'check the network and the proxy, then run pratique db update; for networks without internet, see pratique help advisory-database',
  },
  ADVISORIES_UNREADABLE: { severity: 'error', title: 'Advisories could not be read', hint: 'run pratique db update' },
  VERSION_UNREADABLE: { severity: 'warning', title: 'A version could not be compared', hint: 'check the package by hand' },
  FLAW_UNDER_INVESTIGATION: {
    severity: 'warning',
    title: 'A publisher has not decided whether a flaw affects a package',
    hint: 'follow the flaw at its publisher; pratique explain CVE TARGET shows its record',
  },
  ADVISORIES_LEFT_OUT: {
    severity: 'warning',
    title: 'A source that is too large for a scan was not read',
    hint: 'run pratique db update --all, or use a repository (--db-repository)',
  },
  RANGE_UNREADABLE: {
    severity: 'warning',
    title: 'An advisory names a version that could not be compared',
    hint: 'check the advisory by hand',
  },
  SOURCE_FAILED: { severity: 'error', title: 'An advisory source failed; its last good data was kept', hint: 'try again later' },
  SOURCE_SHRANK: {
    severity: 'error',
    title: 'An advisory source shrank by too much; its last good data was kept',
    hint: 'check the source, then build with --accept-shrinking',
  },
  RECORD_INVALID: { severity: 'warning', title: 'An advisory could not be read and was skipped', hint: 'report it to its publisher' },
  SIGNATURES_NOT_VERIFIED: {
    severity: 'warning',
    title: 'Signatures were not verified',
    hint: 'scan with --verify, or unset DOCKER_CONTENT_TRUST',
  },
  TRUST_FILE_INVALID: {
    severity: 'warning',
    title: 'A file that may configure trust is malformed',
    hint: 'check the file by hand',
  },
  MIGRATION_LIMIT: {
    severity: 'error',
    title: 'A limit was reached, and the rest was not checked',
    hint: 'run the command on fewer folders at a time; see pratique help limits',
  },
  TRUST_DATA_DOUBTFUL: {
    severity: 'warning',
    title: 'Exported trust data is incomplete or failed verification',
    hint: 'find out why before you sign it again',
  },
  SERVER_UNREADABLE: {
    severity: 'error',
    title: 'The trust server does not list its repositories',
    hint: 'log in to the server, or name the repositories',
  },
  POLICY_RULE_NOT_JUDGED: {
    severity: 'error',
    title: 'A rule of a policy of another tool could not be judged',
    hint: 'write it as a statement in pratique.yaml, or accept the gap with --allow-incomplete=POLICY_RULE_NOT_JUDGED',
  },
  AUDIT_CHECK_UNDECIDED: {
    severity: 'error',
    title: 'A check of the host could not look',
    hint: 'run the audit on the host itself, as root; accept the rest with --allow-incomplete=AUDIT_CHECK_UNDECIDED',
  },
} as const satisfies Record<string, IssueCodeRow>;

export type IssueCode = keyof typeof issueCodes;

/** Codes by the names they had before. `--allow-incomplete` still accepts these, because pipelines may contain them. */
export const formerIssueCodes: ReadonlyMap<string, IssueCode> = new Map([
  ['DATABASE_UNREADABLE', 'PACKAGE_DATABASE_UNREADABLE'],
  ['DATABASE_RECORD_INVALID', 'PACKAGE_RECORD_INVALID'],
  ['DATABASE_REMOVED', 'PACKAGE_DATABASE_REMOVED'],
]);
