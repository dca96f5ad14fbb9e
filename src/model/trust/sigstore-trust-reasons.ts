import { type TrustReasonRow } from './trust-reason-row.ts';

/** Why something of sigstore is not believed. */
export const sigstoreTrustReasons = {
  DSSE_ENVELOPE_INVALID: {
    title: 'A signature envelope is not one',
    rule: 'DSSE 1.0, envelope.md, parsing rules',
    hint: 'ask who published it; the attestation must be made again',
  },
  SIGSTORE_BUNDLE_INVALID: {
    title: 'A bundle is not one, or has what does not belong into it',
    rule: 'sigstore protobuf-specs, sigstore_bundle.proto',
    hint: 'ask who published it; the image must be signed again',
  },
  SIGSTORE_BUNDLE_VERSION: {
    title: 'A bundle is of a version that is not known',
    rule: 'sigstore protobuf-specs, sigstore_bundle.proto, Bundle.media_type',
    hint: 'upgrade pratique, or have the image signed with a bundle of version 0.3',
  },
  SIGSTORE_CONTENT_REQUIRED: {
    title: 'The signature cannot be verified by the digest alone',
    rule: 'sigstore client specification, verification, artifact; RFC 8032, section 5.1',
    hint: 'pass the signed content as well as its digest',
  },
  SIGSTORE_SIGNATURE_INVALID: {
    title: 'The signature does not fit content and key',
    rule: 'sigstore client specification, verification, signature',
    hint: 'do not use the image; ask who published it',
  },
  SIGSTORE_CERTIFICATE_INVALID: {
    title: 'The certificate of the signer is not one for signing',
    rule: 'RFC 5280, section 4; sigstore/fulcio, certificate-specification.md',
    hint: 'do not use the image; ask who published it',
  },
  SIGSTORE_CERTIFICATE_UNTRUSTED: {
    title: 'No authority that is trusted issued the certificate of the signer',
    rule: 'sigstore client specification, certificates',
    hint: 'check that the trusted root is the one of the service that was signed with, and is current',
  },
  SIGSTORE_CERTIFICATE_EXPIRED: {
    title: 'The certificate of the signer was not valid when it was signed',
    rule: 'sigstore client specification, certificates',
    hint: 'do not use the image; it must be signed again',
  },
  SIGSTORE_CERTIFICATE_NOT_LOGGED: {
    title: 'The certificate of the signer is in no certificate log that is trusted',
    rule: 'RFC 6962, section 3.2',
    hint: 'check that the trusted root is the one of the service that was signed with, and is current',
  },
  SIGSTORE_EXTENSION_MISMATCH: {
    title: 'The certificate does not claim what is expected',
    rule: 'sigstore/fulcio, docs/oid-info.md',
    hint: 'check which workflow signed the image; expect that one only if you trust it',
  },
  SIGSTORE_TIME_MISSING: {
    title: 'Nobody besides the signer says when it was signed',
    rule: 'sigstore client specification, verification, time',
    hint: 'have the image signed with a transparency log or a timestamp authority',
  },
  SIGSTORE_TIME_INVALID: {
    title: 'Signed at a time that has not come yet',
    rule: 'sigstore client specification, verification, time',
    hint: 'check the clock of this machine',
  },
  SIGSTORE_TIMESTAMP_INVALID: {
    title: 'A timestamp is damaged or of something else',
    rule: 'RFC 3161, section 2.4.2',
    hint: 'do not use the image; it must be signed again',
  },
  SIGSTORE_TIMESTAMP_UNTRUSTED: {
    title: 'A timestamp is by no authority that is trusted',
    rule: 'RFC 3161, section 2.3',
    hint: 'check that the trusted root names the timestamp authority',
  },
  SIGSTORE_LOG_ENTRY_MISSING: {
    title: 'The signature is in too few transparency logs',
    rule: 'sigstore client specification, verification, transparency log',
    hint: 'have the image signed with a transparency log, or say that none is needed if you know why',
  },
  SIGSTORE_LOG_ENTRY_INVALID: {
    title: 'A log entry cannot be read or comes without proof',
    rule: 'sigstore client specification, verification, transparency log',
    hint: 'do not use the image; it must be signed again',
  },
  SIGSTORE_LOG_ENTRY_DIFFERS: {
    title: 'A log entry is of another content, signature or signer',
    rule: 'sigstore client specification, verification, transparency log',
    hint: 'do not use the image: somebody may have borrowed the entry (CVE-2022-36056)',
  },
  SIGSTORE_LOG_UNTRUSTED: {
    title: 'A log entry is of a log or a key that is not trusted',
    rule: 'sigstore client specification, verification, transparency log',
    hint: 'check that the trusted root is the one of the service that was signed with, and is current',
  },
  SIGSTORE_ENTRY_TIMESTAMP_INVALID: {
    title: 'The promise of a log is not signed by the log',
    rule: 'sigstore/rekor, signed entry timestamp',
    hint: 'do not use the image; it must be signed again',
  },
  SIGSTORE_INCLUSION_INVALID: {
    title: 'The proof that a log has an entry does not hold',
    rule: 'RFC 9162, section 2.1.3.2',
    hint: 'do not use the image; it must be signed again',
  },
  SIGSTORE_CHECKPOINT_INVALID: {
    title: 'The checkpoint of a log is damaged or not signed by the log',
    rule: 'C2SP, tlog-checkpoint.md and signed-note.md',
    hint: 'do not use the image; it must be signed again',
  },
  SIGSTORE_STATEMENT_INVALID: {
    title: 'What was signed is not an attestation',
    rule: 'in-toto attestation framework, spec/v1/statement.md',
    hint: 'ask who published it; the attestation must be made again',
  },
  SIGSTORE_PAYLOAD_INVALID: {
    title: 'What was signed is not a simple-signing payload, or comes without its signature',
    rule: 'cosign, specs/SIGNATURE_SPEC.md',
    hint: 'ask who published it; the image must be signed again',
  },
  SIGSTORE_REFERENCE_DIFFERS: {
    title: 'The signature names another repository',
    rule: 'cosign, specs/SIGNATURE_SPEC.md, docker-reference',
    hint: 'if you copied the image from there, give --copied-from with that repository, or write it into the policy as copiedFrom; otherwise do not use the image',
  },
} as const satisfies Record<string, TrustReasonRow>;
