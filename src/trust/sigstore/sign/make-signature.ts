import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { formatEnvelope } from '../../dsse/format-envelope.ts';
import { toEnvelope } from './log-entry-request.ts';
import { type MadeSignature } from './made-signature.ts';
import { type ServiceConnection } from './service-connection.ts';
import { type SignatureContent, signedBytes } from './signature-content.ts';
import { type Signer } from './signer.ts';
import { requestTimestamp } from './timestamp-authority.ts';
import { logSignature, type TransparencyLog } from './transparency-log.ts';

/** Who testifies to a signature: each of these, all of them. */
export interface Witnesses {
  readonly logs: readonly TransparencyLog[];
  readonly timestampAuthorities: readonly URL[];
}

export interface SigningContext {
  readonly signer: Signer;
  readonly witnesses: Witnesses;
  readonly connection: ServiceConnection;
}

/**
 * Signs, then has the signature logged and timestamped. `stamped` is what the timestamp is of: the signature, and the whole envelope where cosign's
 * attestations want that. Throws SIGNING_FAILED when any service fails: a signature with less than was asked for is none.
 */
export async function makeSignature(
  content: SignatureContent,
  { signer, witnesses, connection }: SigningContext,
  stamped: 'signature' | 'envelope',
  runtime: Runtime,
): Promise<MadeSignature> {
  const material = await signer.verificationMaterial(runtime);
  // A certificate lives for minutes; without a witness for the time the signature could not be verified afterwards.
  const hasTime = witnesses.timestampAuthorities.length > 0 || witnesses.logs.some(({ majorApiVersion }) => majorApiVersion === 1);
  if (material.kind === 'certificate' && !hasTime)
    throw new PratiqueError('USAGE', 'no service would confirm when the certificate signed', {
      hint: 'give --timestamp-authority, or a transparency log of version 1',
    });
  const signature = await signer.sign(signedBytes(content), runtime);
  const whole =
    content.kind === 'envelope' && stamped === 'envelope' ? Buffer.from(formatEnvelope(toEnvelope(content, signature))) : signature;
  const [logEntries, timestamps] = await Promise.all([
    Promise.all(witnesses.logs.map((log) => logSignature(log, { content, signature, material }, connection, runtime))),
    Promise.all(witnesses.timestampAuthorities.map((url) => requestTimestamp(url, whole, connection, runtime))),
  ]);
  return { content, signature, material, logEntries, timestamps };
}
