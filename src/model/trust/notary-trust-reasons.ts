import { type TrustReasonRow } from './trust-reason-row.ts';

/** Reasons to refuse trust metadata of Docker Content Trust (Notary v1, TUF). */
export const notaryTrustReasons = {
  METADATA_MALFORMED: {
    title: 'Trust metadata is malformed',
    rule: 'TUF 1.0, section 4; notary tuf/data',
    hint: 'check the server address: it may not be a Notary server; otherwise tell its operator that the data is damaged',
  },
  METADATA_TYPE_WRONG: {
    title: 'Trust metadata has the type of another role',
    rule: 'TUF 1.0, section 4.3, _type; notary tuf/data/types.go, TUFTypes',
    hint: 'report this to the operator of the server',
  },
  METADATA_TOO_LARGE: {
    title: 'Trust metadata exceeds the size limit of its role',
    rule: 'TUF 1.0, section 5.3 to 5.6, bounds of downloads',
    hint: 'report this to the operator of the server; limits: pratique help limits',
  },
  METADATA_MISSING: {
    title: 'Trust metadata is missing',
    rule: 'TUF 1.0, section 5.3 to 5.6',
    hint: 'check the repository name and the server. If it was never signed, sign it with pratique trust sign; if it was, its publisher publishes again, or runs pratique trust repo restore if the metadata is kept in the registry',
  },
  METADATA_VERSION_INVALID: {
    title: 'Trust metadata has an invalid version number',
    rule: 'TUF 1.0, section 4.3, version',
    hint: 'ask the repository owner to rotate the key of the role and publish again',
  },
  METADATA_ROLLBACK: {
    title: 'Trust metadata is older than a version seen before (rollback)',
    rule: 'TUF 1.0, sections 5.4.3, 5.5.4 and 5.6.4, rollback attack',
    hint: 'do not use the image; ask its publisher which version is current. If the metadata is kept in the registry, the publisher restores it with pratique trust repo restore, on the machine that published last',
  },
  METADATA_EQUIVOCATION: {
    title: 'Conflicting trust metadata was signed under one version',
    rule: 'TUF 1.0, section 4.3, version',
    hint: 'do not use the image; report this to its publisher. If the metadata is kept in the registry, the publisher restores it with pratique trust repo restore, on the machine that published last',
  },
  METADATA_EXPIRED: {
    title: 'Trust metadata has expired',
    rule: 'TUF 1.0, sections 5.3.10, 5.4.4, 5.5.6 and 5.6.5, freeze attack',
    hint: 'ask the publisher to sign again; check the clock of this machine',
  },
  METADATA_HASH_MISMATCH: {
    title: 'Trust metadata does not match the hash that other metadata lists',
    rule: 'TUF 1.0, sections 5.5.2 and 5.6.2',
    hint: 'try again in a minute, a publication may be under way; if it fails again, the files are of different versions: ask the publisher to publish or restore them',
  },
  METADATA_HASH_MISSING: {
    title: 'Trust metadata lists no hash that can be verified',
    rule: 'TUF 1.0, section 4.4, HASHES',
    hint: 'ask the publisher to sign again with a current client',
  },
  SIGNATURES_BELOW_THRESHOLD: {
    title: 'Too few valid signatures for the role',
    rule: 'TUF 1.0, section 4.2, threshold',
    hint: 'do not use the image; ask its publisher',
  },
  ROLE_THRESHOLD_INVALID: {
    title: 'The threshold of a role is invalid',
    rule: 'TUF 1.0, section 4.3, THRESHOLD',
    hint: 'ask the publisher to give the role a threshold of at least 1, and at least as many keys',
  },
  ROLE_NAME_INVALID: {
    title: 'A role name is invalid',
    rule: 'notary tuf/data/roles.go, IsDelegation',
    hint: 'ask the publisher to remove the delegation',
  },
  ROLE_KEY_INVALID: {
    title: 'A role key is invalid',
    rule: 'notary tuf/data/keys.go; RFC 5280; RFC 8410',
    hint: 'ask the publisher to replace the key of the role',
  },
  ROLE_KEY_TOO_SHORT: {
    title: 'A role key is too short',
    rule: 'notary const.go, MinRSABitSize',
    hint: 'ask the publisher to replace it with an ECDSA key or an RSA key of 2048 bits or more',
  },
  ROLE_KEY_ID_MISMATCH: {
    title: 'A key ID does not match its key',
    rule: 'TUF 1.0, section 4.2, KEYID',
    hint: 'ask the publisher to publish again',
  },
  ROLE_DROPPED: {
    title: 'The snapshot no longer lists a role that it listed before',
    rule: 'TUF 1.0, section 5.5.5',
    hint: 'do not use the image; ask its publisher whether the role was withdrawn',
  },
  ROOT_CACHE_INVALID: {
    title: 'The trusted root stored on this machine was changed',
    rule: 'TUF 1.0, section 5.2',
    hint: 'find out who changed it; delete it only if you accept trusting the server again on first use',
  },
  ROOT_CHAIN_BROKEN: {
    title: 'The new root is not signed by the trusted root',
    rule: 'TUF 1.0, sections 5.3.4 and 5.3.5',
    hint: 'do not use the image; ask its publisher how the root was rotated. If the root was replaced by mistake, its publisher puts the old one back with pratique trust repo restore --replace-root; if on purpose, run pratique trust remove and pin the new root key ID',
  },
  ROOT_ROTATIONS_LIMIT: {
    title: 'More root rotations than one run follows',
    rule: 'TUF 1.0, section 5.3.3, Y',
    hint: 'run the command again; it continues from the last root',
  },
  ROOT_CERTIFICATE_INVALID: {
    title: 'The certificate of a root key is invalid',
    rule: 'notary trustpinning/certs.go',
    hint: 'ask the publisher to rotate the root key',
  },
  ROOT_CERTIFICATE_NAME: {
    title: 'The certificate of a root key names another repository',
    rule: 'notary trustpinning/certs.go, MatchCNToGun',
    hint: 'check the image name; the server may be serving another repository in its place. If the repository is a copy, record its source in the policy: copies, or pratique copy --record FILE',
  },
  ROOT_CERTIFICATE_EXPIRED: {
    title: 'The certificate of the root key has expired',
    rule: 'notary trustpinning/certs.go; RFC 5280, section 4.1.2.5',
    hint: 'ask the publisher to rotate the root key',
  },
  ROOT_PIN_REQUIRED: {
    title: 'No root is pinned or cached, and trust on first use is off',
    rule: 'TUF 1.0, section 5.2; Pratique trust policy, pins',
    hint: 'pin the root key ID of the publisher: rootKeys in the policy, or --root-key ID; "pratique trust inspect REPOSITORY" prints it (add --server registry if the trust metadata is in the registry)',
  },
  ROOT_PIN_MISMATCH: {
    title: 'The root does not match the pinned root',
    rule: 'notary trustpinning/trustpin.go',
    hint: 'do not use the image; change the pin only after the publisher confirmed a root rotation',
  },
  TAG_MOVED: {
    title: 'The registry’s tag does not point to the signed image',
    rule: 'docker/cli, trust: content is pulled by the signed digest',
    hint: 'find out who moved the tag; to publish the new image, sign it; to pull the signed one, use its digest (pratique trust verify)',
  },
  TARGET_NOT_SIGNED: {
    title: 'The tag is not signed',
    rule: 'docker/cli, trust: targets/releases, then targets',
    hint: 'sign the tag, or use one that is signed',
  },
} as const satisfies Record<string, TrustReasonRow>;
