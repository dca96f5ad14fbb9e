import { type exitCodes } from './exit-codes.ts';

interface ErrorCodeRow {
  readonly exitCode: typeof exitCodes.usageError | typeof exitCodes.failed;
  readonly title: string;
  /** What to try, in the imperative; shown after the message. */
  readonly hint: string;
}

/** Every code a thrown error can carry. The page docs/reference/error-codes.md is made from this table. */
export const errorCodes = {
  USAGE: { exitCode: 2, title: 'Usage error', hint: 'see --help' },
  CONFIG_INVALID: { exitCode: 2, title: 'Invalid configuration file', hint: 'correct or remove the file' },
  REPORT_INVALID: {
    exitCode: 3,
    title: 'The file is not a report of Pratique, or is damaged',
    hint: 'give a file that pratique scan --output json=FILE wrote; for an SBOM, use pratique sbom FILE --format FORMAT',
  },
  BASELINE_UNUSABLE: { exitCode: 3, title: 'The baseline cannot be compared with', hint: 'scan the baseline again' },
  REFERENCE_INVALID: {
    exitCode: 2,
    title: 'Invalid image reference',
    hint: 'write it as registry/repository:tag or registry/repository@sha256:…',
  },
  PLATFORM_INVALID: { exitCode: 2, title: 'Invalid platform', hint: 'write it as os/architecture[/variant], such as linux/arm64' },
  TARGET_UNKNOWN: {
    exitCode: 3,
    title: 'The target cannot be scanned',
    hint: 'give an image reference, an archive, an OCI layout or a directory',
  },
  TARGET_NOT_FOUND: { exitCode: 3, title: 'The target does not exist', hint: 'check the path or the reference' },
  BASE_UNKNOWN: {
    exitCode: 3,
    title: 'The base of the image is not known',
    hint: 'name it with --base REFERENCE, or a repository to look in with --base-repository',
  },
  TARGET_AMBIGUOUS: { exitCode: 2, title: 'The target contains several images', hint: 'choose one by its tag, as PATH:TAG' },
  GIT_FAILED: { exitCode: 3, title: 'git cannot read the repository', hint: 'git: takes the path of a repository or of a clone' },
  TARGET_UNREADABLE: { exitCode: 3, title: 'The target cannot be read', hint: 'check its permissions' },
  ARCHIVE_INVALID: { exitCode: 3, title: 'The archive is damaged or is not an image', hint: 'save the image again' },
  LAYOUT_INVALID: { exitCode: 3, title: 'The OCI layout is damaged', hint: 'copy the image again' },
  LAYOUT_LOCKED: {
    exitCode: 3,
    title: 'Another process is writing to the OCI layout',
    hint: 'run the command again when it has finished; if no other process writes to the layout, remove the lock file',
  },
  DOCUMENT_INVALID: { exitCode: 3, title: 'A manifest, index or configuration is invalid', hint: 'rebuild or push the image again' },
  DOCUMENT_TOO_LARGE: { exitCode: 3, title: 'A manifest, index or configuration is too large', hint: 'check that this is an image' },
  NOT_AN_IMAGE: { exitCode: 3, title: 'The artifact is not an image', hint: 'scan the image that it belongs to' },
  PLATFORM_NOT_FOUND: {
    exitCode: 3,
    title: 'The image is not available for the platform',
    hint: 'choose one of its platforms with --platform, or scan all with --platform all',
  },
  SBOM_UNREADABLE: {
    exitCode: 3,
    title: 'The SBOM cannot be read',
    hint: 'give a CycloneDX (JSON, XML), SPDX (JSON, tag-value, YAML) or Syft JSON document',
  },
  DOCKERFILE_MISMATCH: {
    exitCode: 3,
    title: 'The Dockerfile did not make this image',
    hint: 'give the Dockerfile that the image was built from, and its stage with --target',
  },
  BUILD_FAILED: { exitCode: 3, title: 'The image could not be built', hint: 'see what the builder wrote' },
  PATCH_FAILED: { exitCode: 3, title: 'The image could not be patched', hint: 'see what the package manager wrote' },
  DIGEST_INVALID: { exitCode: 3, title: 'Invalid digest', hint: 'check the manifest that names it' },
  DIGEST_MISMATCH: {
    exitCode: 3,
    title: 'Content does not match its digest',
    hint: 'fetch or copy the image again; if it happens again, do not trust the source',
  },
  LAYERS_UNREADABLE: {
    exitCode: 3,
    title: 'A layer that a client of the server named cannot be scanned',
    hint: 'check that the server reaches the URL; for a private address start it with --allow-private-addresses',
  },
  LIMIT_EXCEEDED: { exitCode: 3, title: 'An input exceeds a limit', hint: 'see pratique help limits' },
  REGISTRY_UNREACHABLE: { exitCode: 3, title: 'The registry cannot be reached', hint: 'check the host name, the network and the proxy' },
  REGISTRY_UNAUTHORIZED: {
    exitCode: 3,
    title: 'The registry refused access',
    hint: 'log in with docker login, or give --username and --password-stdin',
  },
  REGISTRY_REFUSED: { exitCode: 3, title: 'The registry refused the request', hint: 'try again later or ask its administrator' },
  REGISTRY_PROTOCOL: { exitCode: 3, title: 'Not a registry response', hint: 'check the host name and the proxy' },
  REGISTRY_INSECURE: {
    exitCode: 3,
    title: 'The connection to the registry is not secure',
    hint: 'for a private CA, pass its certificate with --ca-file FILE; use --insecure for this registry only if you accept the risk',
  },
  REGISTRY_REDIRECT: {
    exitCode: 3,
    title: 'The registry redirected to a disallowed address',
    hint: 'check the registry and the proxy, or name the registry that stores the image',
  },
  REFERRERS_TAG_TAKEN: {
    exitCode: 3,
    title: 'The tag that lists the signatures of an image holds another image',
    hint: 'copy the other image to a tag of its own and delete this tag; or store cosign’s classic form with --format simple-signing (attest: envelope)',
  },
  ARTIFACT_EXISTS: {
    exitCode: 3,
    title: 'The image already has another artifact of this kind',
    hint: 'replace it with --replace, or keep both as referrers with --layout referrer',
  },
  ARTIFACT_NOT_FOUND: {
    exitCode: 3,
    title: 'The image has no artifact of this kind',
    hint: 'see "pratique tree" for what the image has; of an index choose a platform with --platform',
  },
  CREDENTIALS_UNUSABLE: { exitCode: 3, title: 'Credentials cannot be read', hint: 'correct the file, or run docker login again' },
  ENGINE_UNREACHABLE: { exitCode: 3, title: 'A container engine cannot be reached', hint: 'start it, or check where it listens' },
  ENGINE_REFUSED: { exitCode: 3, title: 'A container engine refused the request', hint: 'see its log' },
  ENGINE_PROTOCOL: {
    exitCode: 3,
    title: 'Not a container engine response',
    hint: 'check DOCKER_HOST, CONTAINER_HOST and the Docker context',
  },
  ENGINE_TRANSFER: { exitCode: 3, title: 'A container engine stopped in the middle of an export', hint: 'try again, or see its log' },
  PURL_INVALID: { exitCode: 3, title: 'Invalid package URL', hint: 'write it as pkg:type/namespace/name@version' },
  FETCH_FAILED: { exitCode: 3, title: 'A download failed', hint: 'check the network, or build from a folder' },
  FEED_DAMAGED: { exitCode: 3, title: 'An advisory feed is truncated, empty or not in the expected format', hint: 'fetch it again' },
  FEED_REFUSED: {
    exitCode: 3,
    title: 'Too many records of an advisory feed cannot be read',
    hint: 'its format may have changed: upgrade pratique, or report it to its publisher',
  },
  DATABASE_NOT_FOUND: { exitCode: 3, title: 'No advisory database', hint: 'check the directory, or run pratique db update' },
  GENERATION_NOT_FOUND: {
    exitCode: 3,
    title: 'No such generation of the advisories',
    hint: 'ask for another date or digest, or for a repository that keeps it with --db-repository',
  },
  DATABASE_DAMAGED: { exitCode: 3, title: 'The advisory database is damaged', hint: 'run pratique db update' },
  DATABASE_VERSION: {
    exitCode: 3,
    title: 'Unsupported format version of the advisory database',
    hint: 'run pratique db update; if the database is newer, upgrade pratique',
  },
  DATABASE_BUILD_FAILED: { exitCode: 3, title: 'The advisory database could not be built', hint: 'see the sources that failed' },
  ADVISORIES_INVALID: {
    exitCode: 3,
    title: 'Advisories given with --advisories cannot be read',
    hint: 'each file is one OSV record: https://ossf.github.io/osv-schema/',
  },
  REPOSITORY_REFUSED: {
    exitCode: 3,
    title: 'The signatures of an advisory repository were refused',
    hint: 'if its root was replaced, give the new one with --db-root; otherwise report it to its operator',
  },
  TRUSTED_ROOT_INVALID: {
    exitCode: 3,
    title: 'The trusted root is invalid or incomplete',
    hint: 'fetch it again with pratique trust root update, or give another with --trusted-root',
  },
  TRUSTED_ROOT_MISSING: {
    exitCode: 3,
    title: 'No trusted root names the logs and authorities to trust',
    hint: 'give one with --trusted-root, or fetch one with pratique trust root update',
  },
  TRUSTED_ROOT_EXPIRED: {
    exitCode: 3,
    title: 'The trusted root has expired and could not be refreshed',
    hint: 'run pratique trust root update where there is a network, or pass --trusted-root FILE',
  },
  KEY_UNUSABLE: {
    exitCode: 3,
    title: 'A key cannot be used',
    hint: 'check the file: a PEM private key for signing, a PEM public key for verifying',
  },
  PASSPHRASE_WRONG: { exitCode: 3, title: 'Wrong passphrase', hint: 'check the passphrase, and which key it belongs to' },
  PREDICATE_INVALID: { exitCode: 3, title: 'The predicate does not match its type', hint: 'check the file and --type' },
  SIGNING_FAILED: {
    exitCode: 3,
    title: 'A signing service failed',
    hint: 'nothing was published; try again later, or check the URLs of the services',
  },
  IDENTITY_TOKEN_UNUSABLE: {
    exitCode: 3,
    title: 'No usable identity token to sign with',
    hint: 'give a fresh one with --identity-token-file or SIGSTORE_ID_TOKEN, or sign with --key',
  },
  KEY_NOT_FOUND: {
    exitCode: 3,
    title: 'A private key is missing',
    hint: 'list keys with pratique trust key list, then import or load the key',
  },
  PASSPHRASE_MISSING: {
    exitCode: 3,
    title: 'The passphrase of a key is missing',
    hint: 'set its environment variable, or run on a terminal',
  },
  TRUST_DATA_NOT_FOUND: {
    exitCode: 3,
    title: 'The repository has no trust data',
    hint: 'sign it first with pratique trust sign, or check its name',
  },
  TRUST_DATA_LOST: {
    exitCode: 3,
    title: 'The trust data of the repository is gone, but its root is known',
    hint: 'restore it with pratique trust repo restore on a machine that has a copy; a new root would break every policy that pins the old one',
  },
  TRUST_DATA_COPIED: {
    exitCode: 3,
    title: 'The repository is a copy, and its trust data is that of another one',
    hint: 'sign the tag at the source, then copy it with pratique copy',
  },
  TRUST_CACHE_MISSING: {
    exitCode: 3,
    title: 'Expired trust metadata cannot be compared with a cached version',
    hint: 'run it on the machine that published last, or keep its trust directory between CI runs: older metadata may have been put back. If its tags are right all the same, make it valid first: pratique trust repo renew --accept-expired REPOSITORY lists them',
  },
  TRUST_SERVER_REFUSED: {
    exitCode: 3,
    title: 'The trust server refused the changes',
    hint: 'see pratique trust status; nothing was published, and the changes are still staged',
  },
  CHANGE_INVALID: {
    exitCode: 3,
    title: 'A change cannot be made to the repository',
    hint: 'see pratique trust status; pratique trust reset drops staged changes',
  },
  TAG_RESERVED: {
    exitCode: 3,
    title: 'The tag holds trust metadata and cannot be signed, overwritten or deleted',
    hint: 'choose another tag; commands of pratique trust … change trust metadata, and pratique trust remove --remote --server registry removes them',
  },
  TAG_REVOKED: {
    exitCode: 3,
    title: 'A tag was revoked after it had been signed or exported',
    hint: 'leave it out; to sign it again, add --sign-again TAG to trust migrate apply',
  },
  TAG_CHANGED: {
    exitCode: 3,
    title: 'A tag was signed for another image after the export',
    hint: 'export again; to sign the older image, add --sign-again TAG to trust migrate apply',
  },
  TAG_HISTORY_UNKNOWN: {
    exitCode: 3,
    title: 'The registry no longer has the trust metadata that would show whether a tag was revoked',
    hint: 'if it was not revoked, add --sign-again TAG to trust migrate apply',
  },
  TRUST_CONFLICT: {
    exitCode: 3,
    title: 'Concurrent changes to the repository',
    hint: 'run the command again; changes that were staged are still staged',
  },
  TRUST_FILE_UNUSABLE: {
    exitCode: 3,
    title: 'A file in the trust directory cannot be used',
    hint: 'check its permissions and content; it is never overwritten',
  },
  OUTPUT_UNWRITABLE: { exitCode: 3, title: 'A result could not be written', hint: 'check the path, its permissions and the free space' },
  ABORTED: { exitCode: 3, title: 'Interrupted', hint: 'run it again' },
  EXPORT_INVALID: {
    exitCode: 3,
    title: 'An archive of trust migrate export is damaged',
    hint: 'export again while the server answers, or use another copy of the archive',
  },
  RECORD_UNUSABLE: {
    exitCode: 3,
    title: 'The record of a migration cannot be read or written',
    hint: 'check the file and its permissions, or give another --record',
  },
  SERVER_LIBRARIES: {
    exitCode: 3,
    title: 'Libraries of the server are not installed',
    hint: 'install them beside pratique; a scan needs none of them',
  },
  SERVER_REFUSED: { exitCode: 3, title: 'The server refused a request or does not answer', hint: 'check --server and PRATIQUE_TOKEN' },
  SUBMISSION_INVALID: {
    exitCode: 3,
    title: 'What a client sent to the server to be scanned is not valid',
    hint: 'use the same version of pratique as the server',
  },
  SERVER_DATABASE: {
    exitCode: 3,
    title: 'The database of the server cannot be used',
    hint: 'check --data or --database, and the log of PostgreSQL',
  },
} as const satisfies Record<string, ErrorCodeRow>;

export type ErrorCode = keyof typeof errorCodes;
