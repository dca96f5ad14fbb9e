import { PratiqueError } from '../../model/pratique-error.ts';
import { readVexPredicate } from '../../policy/vex/read-vex.ts';
import { type VexDocument } from '../../policy/vex/vex-document.ts';
import { verifyAttestations } from '../../trust/verdict/verify-attestations.ts';
import { type CommandContext, type CommandInput } from '../command.ts';
import { readVerifyOptions } from '../verify/verify-request.ts';

/** Predicate types of OpenVEX: the one of its specification, and the one with a version that tools write. */
const vexTypes: ReadonlySet<string> = new Set(['https://openvex.dev/ns', 'https://openvex.dev/ns/v0.2.0', 'https://openvex.dev/ns/v0.0.1']);

/**
 * VEX documents attached to an image as attestations. They decide which findings count, so only those by a signer that the options or the trust policy
 * name are followed. Throws USAGE where none is named.
 */
export async function readAttachedVex(
  target: string,
  input: CommandInput,
  password: string | undefined,
  context: CommandContext,
): Promise<readonly VexDocument[]> {
  const { output, cacheDirectory, runtime } = context;
  const options = await readVerifyOptions(input, { output, cacheDirectory, ...(password === undefined ? {} : { password }) });
  if (options === undefined)
    throw new PratiqueError(
      'USAGE',
      '--vex oci needs a trusted signer: an unsigned statement would let anyone with access to the registry hide findings',
      {
        hint: 'give --key or --certificate-identity, or add a trust section to pratique.yaml',
      },
    );
  const answer = await verifyAttestations(target, { types: vexTypes, assertions: [] }, options, runtime);
  const refused = answer.refused.filter(({ code }) => code !== 'ATTESTATION_MISSING');
  for (const { object, message, code } of refused) output.warn(`pratique: warning: VEX not used: ${object}: ${message} (${code})`);
  if (answer.kind === 'refused') return [];
  for (const { message, code } of answer.failures) output.warn(`pratique: warning: VEX not read: ${message} (${code})`);
  if (answer.trusted.length === 0) output.note(`pratique: ${target} has no VEX attestation by a trusted signer`);
  return answer.trusted.map(({ predicate, signature }) =>
    readVexPredicate(predicate, `${signature.foundAt} (signed by ${signature.signer.name})`, answer.digest),
  );
}
