import { type KeyObject } from 'node:crypto';
import { type Runtime } from '../../src/model/runtime.ts';
import { quickRuntime } from './quick-runtime.ts';
import { type Repository } from '../../src/oci/registry/repository.ts';
import { parseIdentityToken } from '../../src/trust/sigstore/sign/identity-token.ts';
import { keySigner } from '../../src/trust/sigstore/sign/key-signer.ts';
import { keylessSigner } from '../../src/trust/sigstore/sign/keyless-signer.ts';
import { type SigningContext, type Witnesses } from '../../src/trust/sigstore/sign/make-signature.ts';
import { inTotoPayloadType } from '../../src/trust/dsse/payload-types.ts';
import { orderImageSignature } from '../../src/trust/sigstore/sign/order-image-signature.ts';
import { signAndStore, type SignatureOrder } from '../../src/trust/sigstore/sign/sign-and-store.ts';
import { resolveImage, type SubjectDescriptor } from '../../src/trust/store/resolve-image.ts';
import { makeIdentityToken, type SigstoreServices } from './sigstore-services.ts';

export type Form = SignatureOrder['form'];

const quick = quickRuntime();

export function keyContext(privateKey: KeyObject, witnesses: Witnesses = { logs: [], timestampAuthorities: [] }): SigningContext {
  return { signer: keySigner(privateKey), witnesses, connection: {} };
}

/** Whom the token names; logged and timestamped. */
export async function keylessContext(services: SigstoreServices, claims: Readonly<Record<string, unknown>> = {}): Promise<SigningContext> {
  const token = parseIdentityToken(makeIdentityToken(claims), { now: new Date(), audience: 'sigstore' }, 'the token');
  return {
    signer: await keylessSigner(token, services.certificateAuthority, {}),
    witnesses: { logs: [{ url: services.log, majorApiVersion: 1 }], timestampAuthorities: [services.timestampAuthority] },
    connection: {},
  };
}

/** Signs what the tag or digest is, as `pratique sign` does; `dockerReference` is the repository that the signature names. */
export async function signImage(
  repository: Repository,
  tagOrDigest: string,
  context: SigningContext,
  options: {
    readonly form?: Form;
    readonly dockerReference?: string;
    readonly subject?: SubjectDescriptor;
    readonly annotations?: ReadonlyMap<string, string>;
    readonly runtime?: Runtime;
  } = {},
): Promise<void> {
  const { form = 'bundle', dockerReference = repository.name, runtime = quick } = options;
  const subject = options.subject ?? (await resolveImage(repository, tagOrDigest, runtime));
  const order = orderImageSignature({ subject, dockerReference, annotations: options.annotations ?? new Map() }, form);
  await signAndStore(repository, [order], context, () => Promise.resolve(), runtime);
}

/** Attests a predicate to what the tag or digest is. */
export async function attestImage(
  repository: Repository,
  tagOrDigest: string,
  context: SigningContext,
  statement: { readonly predicateType: string; readonly predicate: unknown; readonly form?: Form },
): Promise<void> {
  const subject = await resolveImage(repository, tagOrDigest, quick);
  const { predicateType, predicate, form = 'bundle' } = statement;
  const subjects = [{ name: repository.name, digest: { sha256: subject.digest.slice('sha256:'.length) } }];
  const payload = Buffer.from(JSON.stringify({ _type: 'https://in-toto.io/Statement/v1', subject: subjects, predicateType, predicate }));
  const order: SignatureOrder = { subject, form, predicateType, content: { kind: 'envelope', payload, payloadType: inTotoPayloadType } };
  await signAndStore(repository, [order], context, () => Promise.resolve(), quick);
}
