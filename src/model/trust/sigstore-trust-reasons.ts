import { type TrustReasonRow } from './trust-reason-row.ts';

/** Reasons to refuse a sigstore signature or attestation. */
export const sigstoreTrustReasons = {
  DSSE_ENVELOPE_INVALID: {
    title: 'A DSSE envelope is malformed',
    rule: 'DSSE 1.0, envelope.md, parsing rules',
    hint: 'ask the publisher to make the attestation again',
  },
  SIGSTORE_BUNDLE_INVALID: {
    title: 'A sigstore bundle is malformed or has unexpected content',
    rule: 'sigstore protobuf-specs, sigstore_bundle.proto',
    hint: 'ask the publisher to sign the image again',
  },
  SIGSTORE_BUNDLE_VERSION: {
    title: 'The version of a sigstore bundle is not supported',
    rule: 'sigstore protobuf-specs, sigstore_bundle.proto, Bundle.media_type',
    hint: 'upgrade pratique, or have the image signed with a bundle of version 0.3',
  },
  SIGSTORE_CONTENT_REQUIRED: {
    title: 'The signature cannot be verified by the digest alone',
    rule: 'sigstore client specification, verification, artifact; RFC 8032, section 5.1',
    hint: 'pass the signed content as well as its digest',
  },
  SIGSTORE_SIGNATURE_INVALID: {
    title: 'The signature does not match the content and the key',
    rule: 'sigstore client specification, verification, signature',
    hint: 'do not use the image; ask its publisher',
  },
  SIGSTORE_CERTIFICATE_INVALID: {
    title: 'The signing certificate is not a code-signing certificate',
    rule: 'RFC 5280, section 4; sigstore/fulcio, certificate-specification.md',
    hint: 'do not use the image; ask its publisher',
  },
  SIGSTORE_CERTIFICATE_UNTRUSTED: {
    title: 'The signing certificate was not issued by a trusted authority',
    rule: 'sigstore client specification, certificates',
    hint: 'check that the trusted root belongs to the service that was used for signing, and is up to date',
  },
  SIGSTORE_CERTIFICATE_EXPIRED: {
    title: 'The signing certificate was not valid at the time of signing',
    rule: 'sigstore client specification, certificates',
    hint: 'do not use the image; ask its publisher to sign it again',
  },
  SIGSTORE_CERTIFICATE_NOT_LOGGED: {
    title: 'The signing certificate is not in a trusted certificate log',
    rule: 'RFC 6962, section 3.2',
    hint: 'check that the trusted root belongs to the service that was used for signing, and is up to date',
  },
  SIGSTORE_EXTENSION_MISMATCH: {
    title: 'The signing certificate lacks a required claim',
    rule: 'sigstore/fulcio, docs/oid-info.md',
    hint: 'check which workflow signed the image; require that one only if you trust it',
  },
  SIGSTORE_TIME_MISSING: {
    title: 'No transparency log or timestamp authority confirms the signing time',
    rule: 'sigstore client specification, verification, time',
    hint: 'have the image signed with a transparency log or a timestamp authority',
  },
  SIGSTORE_TIME_INVALID: {
    title: 'The signing time is in the future',
    rule: 'sigstore client specification, verification, time',
    hint: 'check the clock of this machine',
  },
  SIGSTORE_TIMESTAMP_INVALID: {
    title: 'A timestamp is malformed or belongs to another signature',
    rule: 'RFC 3161, section 2.4.2',
    hint: 'do not use the image; ask its publisher to sign it again',
  },
  SIGSTORE_TIMESTAMP_UNTRUSTED: {
    title: 'A timestamp is not from a trusted timestamp authority',
    rule: 'RFC 3161, section 2.3',
    hint: 'check that the trusted root has the timestamp authority',
  },
  SIGSTORE_LOG_ENTRY_MISSING: {
    title: 'The signature is in too few transparency logs',
    rule: 'sigstore client specification, verification, transparency log',
    hint: 'have the image signed with a transparency log, or do not require one',
  },
  SIGSTORE_LOG_ENTRY_INVALID: {
    title: 'A transparency log entry is malformed or has no proof',
    rule: 'sigstore client specification, verification, transparency log',
    hint: 'do not use the image; ask its publisher to sign it again',
  },
  SIGSTORE_LOG_ENTRY_DIFFERS: {
    title: 'A transparency log entry is for other content, another signature or another signer',
    rule: 'sigstore client specification, verification, transparency log',
    hint: 'do not use the image: the entry may have been taken from another signature (CVE-2022-36056)',
  },
  SIGSTORE_LOG_UNTRUSTED: {
    title: 'A transparency log entry is from an untrusted log or key',
    rule: 'sigstore client specification, verification, transparency log',
    hint: 'check that the trusted root belongs to the service that was used for signing, and is up to date',
  },
  SIGSTORE_ENTRY_TIMESTAMP_INVALID: {
    title: 'The signed entry timestamp is not signed by the log',
    rule: 'sigstore/rekor, signed entry timestamp',
    hint: 'do not use the image; ask its publisher to sign it again',
  },
  SIGSTORE_INCLUSION_INVALID: {
    title: 'The inclusion proof of a transparency log entry does not verify',
    rule: 'RFC 9162, section 2.1.3.2',
    hint: 'do not use the image; ask its publisher to sign it again',
  },
  SIGSTORE_CHECKPOINT_INVALID: {
    title: 'The checkpoint of a transparency log is malformed or not signed by the log',
    rule: 'C2SP, tlog-checkpoint.md and signed-note.md',
    hint: 'do not use the image; ask its publisher to sign it again',
  },
  SIGSTORE_STATEMENT_INVALID: {
    title: 'The signed content is not an in-toto statement, or not that of an image signature',
    rule: 'in-toto attestation framework, spec/v1/statement.md',
    hint: 'ask the publisher to make the attestation again',
  },
  SIGSTORE_PAYLOAD_INVALID: {
    title: 'The signed content is not a simple-signing payload, or has no signature',
    rule: 'cosign, specs/SIGNATURE_SPEC.md',
    hint: 'ask the publisher to sign the image again',
  },
  SIGSTORE_REFERENCE_DIFFERS: {
    title: 'The signature names another repository',
    rule: 'cosign, specs/SIGNATURE_SPEC.md, docker-reference',
    hint: 'if you copied the image from there, pass --copied-from with that repository, or add it to the policy as copiedFrom; otherwise do not use the image',
  },
} as const satisfies Record<string, TrustReasonRow>;
