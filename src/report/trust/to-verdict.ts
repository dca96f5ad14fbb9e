import {
  type SignerIdentity,
  type TrustedAttestation,
  type TrustedSignature,
  type TrustFailure,
  type TrustRefusal,
  type TrustVerdict,
} from '../../model/trust/trust-verdict.ts';
import { trustReasons } from '../../model/trust/trust-reasons.ts';

/** As docs/reference/verdict.schema.json describes it; also a member of reports. Every member is written in this order. */
export function toVerdict(verdict: TrustVerdict): unknown {
  return {
    image: verdict.image,
    isTrusted: verdict.isTrusted,
    action: verdict.action,
    policy: verdict.policy,
    judgedAs: verdict.judgedAs,
    digest: verdict.digest,
    size: verdict.size,
    signatures: verdict.trusted.map(toSignature),
    attestations: verdict.attestations.map(toAttestation),
    refused: verdict.refused.map(toRefusal),
    failures: verdict.failures.map(toFailure),
    notices: verdict.notices,
  };
}

function toSignature({
  scheme,
  signer,
  digest,
  foundAt,
  signedFor,
  annotations,
  trustRoot,
  signedAt,
  expires,
  expiryOf,
  tagBinding,
}: TrustedSignature): unknown {
  return {
    scheme,
    signer: toSigner(signer),
    digest,
    foundAt,
    signedFor,
    annotations: annotations === undefined ? undefined : [...annotations].map(([name, value]) => ({ name, value })),
    trustRoot: { kind: trustRoot.kind, name: trustRoot.name },
    signedAt: signedAt === undefined ? undefined : { time: signedAt.time.toISOString(), statedBy: signedAt.statedBy },
    expires: expires?.toISOString(),
    expiryOf,
    tagBinding: tagBinding === undefined ? undefined : { tag: tagBinding.tag, role: tagBinding.role, version: tagBinding.version },
  };
}

function toSigner({ name, issuer, subject, keyId, keyIds, certificateFingerprint }: SignerIdentity): unknown {
  return { name, issuer, subject, keyId, keyIds, certificateFingerprint };
}

function toAttestation({ predicateType, signature }: TrustedAttestation): unknown {
  return { predicateType, signature: toSignature(signature) };
}

function toRefusal({ scheme, code, object, message, signedBy }: TrustRefusal): unknown {
  return { scheme, code, object, message, signedBy, rule: trustReasons[code].rule, hint: trustReasons[code].hint };
}

function toFailure({ scheme, code, message, hint }: TrustFailure): unknown {
  return { scheme, code, message, hint };
}
