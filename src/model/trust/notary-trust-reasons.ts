import { type TrustReasonRow } from './trust-reason-row.ts';

/** Why something of Docker Content Trust (Notary v1, TUF) is not believed. */
export const notaryTrustReasons = {
  METADATA_MALFORMED: {
    title: 'Metadata is not what its role has to be',
    rule: 'TUF 1.0, section 4; notary tuf/data',
    hint: 'ask who runs the server; something answers that is not a notary server, or its data is damaged',
  },
  METADATA_TYPE_WRONG: {
    title: 'Metadata of one role is served as that of another',
    rule: 'TUF 1.0, section 4.3, _type; notary tuf/data/types.go, TUFTypes',
    hint: 'ask who runs the server',
  },
  METADATA_TOO_LARGE: {
    title: 'Metadata is larger than its role may be',
    rule: 'TUF 1.0, section 5.3 to 5.6, bounds of downloads',
    hint: 'ask who runs the server; see docs/reference/limits.md',
  },
  METADATA_MISSING: {
    title: 'Metadata that other metadata name is not there',
    rule: 'TUF 1.0, section 5.3 to 5.6',
    hint: 'check the name and the server; if both are right, try again later and ask who runs it',
  },
  METADATA_VERSION_INVALID: {
    title: 'A version number that cannot be one, or could not be followed by another',
    rule: 'TUF 1.0, section 4.3, version',
    hint: 'the owner has to rotate the key of the role and publish again',
  },
  METADATA_ROLLBACK: {
    title: 'Metadata is older than what was seen before',
    rule: 'TUF 1.0, sections 5.4.3, 5.5.4 and 5.6.4, rollback attack',
    hint: 'do not use the image; ask its publisher which version is current',
  },
  METADATA_EQUIVOCATION: {
    title: 'One version of metadata was seen with two contents',
    rule: 'TUF 1.0, section 4.3, version',
    hint: 'do not use the image; somebody signs two truths: tell its publisher',
  },
  METADATA_EXPIRED: {
    title: 'Metadata has expired',
    rule: 'TUF 1.0, sections 5.3.10, 5.4.4, 5.5.6 and 5.6.5, freeze attack',
    hint: 'have the publisher sign it again; check the clock of this machine',
  },
  METADATA_HASH_MISMATCH: {
    title: 'Metadata is not the one that other metadata name',
    rule: 'TUF 1.0, sections 5.5.2 and 5.6.2',
    hint: 'try again in a minute; if it stays so, the server mixes versions',
  },
  METADATA_HASH_MISSING: {
    title: 'No hash is given that can be checked',
    rule: 'TUF 1.0, section 4.4, HASHES',
    hint: 'have the publisher sign it again with a current client',
  },
  SIGNATURES_BELOW_THRESHOLD: {
    title: 'Fewer keys of the role have signed than it takes',
    rule: 'TUF 1.0, section 4.2, threshold',
    hint: 'do not use the image; ask its publisher',
  },
  ROLE_THRESHOLD_INVALID: {
    title: 'A role that no signatures or any signatures would satisfy',
    rule: 'TUF 1.0, section 4.3, THRESHOLD',
    hint: 'have the publisher give the role at least as many keys as its threshold, and a threshold of at least 1',
  },
  ROLE_NAME_INVALID: {
    title: 'Not the name of a role in its place',
    rule: 'notary tuf/data/roles.go, IsDelegation',
    hint: 'have the publisher remove the delegation',
  },
  ROLE_KEY_INVALID: {
    title: 'A key that cannot be used',
    rule: 'notary tuf/data/keys.go; RFC 5280; RFC 8410',
    hint: 'have the publisher replace the key of the role',
  },
  ROLE_KEY_TOO_SHORT: {
    title: 'A key that is too short',
    rule: 'notary const.go, MinRSABitSize',
    hint: 'have the publisher replace it with an ECDSA key or an RSA key of 2048 bits or more',
  },
  ROLE_KEY_ID_MISMATCH: {
    title: 'A key that is not the one its key ID names',
    rule: 'TUF 1.0, section 4.2, KEYID',
    hint: 'have the publisher publish again',
  },
  ROLE_DROPPED: {
    title: 'A role that was published before is left out of the snapshot',
    rule: 'TUF 1.0, section 5.5.5',
    hint: 'do not use the image; ask its publisher whether the role was withdrawn',
  },
  ROOT_CACHE_INVALID: {
    title: 'The root of trust kept on this machine is not what was kept',
    rule: 'TUF 1.0, section 5.2',
    hint: 'find out who changed it; remove it only if you accept to trust the server anew',
  },
  ROOT_CHAIN_BROKEN: {
    title: 'The next root does not follow from the one trusted',
    rule: 'TUF 1.0, sections 5.3.4 and 5.3.5',
    hint: 'do not use the image; ask its publisher how the root was rotated',
  },
  ROOT_ROTATIONS_LIMIT: {
    title: 'More new roots than one run follows',
    rule: 'TUF 1.0, section 5.3.3, Y',
    hint: 'run it again: it goes on from the last root',
  },
  ROOT_CERTIFICATE_INVALID: {
    title: 'The certificate of a root key is not one that may be one',
    rule: 'notary trustpinning/certs.go',
    hint: 'have the publisher rotate the root key',
  },
  ROOT_CERTIFICATE_NAME: {
    title: 'The certificate of a root key is for another repository',
    rule: 'notary trustpinning/certs.go, MatchCNToGun',
    hint: 'check the name of the image; another repository may be served in its place',
  },
  ROOT_CERTIFICATE_EXPIRED: {
    title: 'The certificate of the root key has expired, whatever the metadata say',
    rule: 'notary trustpinning/certs.go; RFC 5280, section 4.1.2.5',
    hint: 'have the publisher rotate the root key',
  },
  ROOT_PIN_REQUIRED: {
    title: 'Nothing says which root to trust, and trust on first use is off',
    rule: 'TUF 1.0, section 5.2; pratique trust policy, pins',
    hint: 'pin the publisher’s root with --root-key ID or rootKeys in the policy, or allow --first-use yes',
  },
  ROOT_PIN_MISMATCH: {
    title: 'The root is not the one that is pinned',
    rule: 'notary trustpinning/trustpin.go',
    hint: 'do not use the image; change the pin only after the publisher told you how the root was rotated',
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
