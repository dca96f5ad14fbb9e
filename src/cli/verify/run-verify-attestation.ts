import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { wrapWhole } from '../../lib/terminal/wrap-whole.ts';
import { type RegistryOptions } from '../../model/image.ts';
import { parsePlatform } from '../../model/platform.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type TrustRefusal } from '../../model/trust/trust-verdict.ts';
import { trustReasons } from '../../model/trust/trust-reasons.ts';
import { describeOtherSigners } from '../../report/trust/other-signers.ts';
import { parseAssertion } from '../../trust/attest/parse-assertion.ts';
import { parsePredicateType } from '../../trust/attest/predicate-type.ts';
import { compilePattern } from '../../trust/sigstore/identity/anchored-pattern.ts';
import { identityRequired } from '../../trust/verdict/choose-statement.ts';
import { type FoundAttestation } from '../../trust/verdict/evidence.ts';
import { type AttestationAnswer, type FoundAttestations, verifyAttestations } from '../../trust/verdict/verify-attestations.ts';
import { optionValue, optionValues, type CommandContext, type CommandInput } from '../command.ts';
import { readPassword } from '../terminal/read-password.ts';
import { readRegistryOptions } from '../words/registry-options.ts';
import { describePolicySearch } from './describe-policy-search.ts';
import { readVerifyOptions } from './verify-request.ts';

interface Answer extends FoundAttestations {
  readonly image: string;
}

/** Exits 0 when every wanted type has a trusted attestation that passes the assertions; 1 otherwise. */
export async function runVerifyAttestation(input: CommandInput, context: CommandContext): Promise<number> {
  const { output, runtime, cacheDirectory } = context;
  const wanted = new Set(optionValues(input, 'type').map(parsePredicateType));
  const assertions = optionValues(input, 'assert').map((text) => parseAssertion(text, compileText));
  if (assertions.length > 0 && wanted.size !== 1)
    throw new PratiqueError('USAGE', '--assert needs exactly one --type', { hint: 'give --type once' });
  const platform = optionValue(input, 'platform');
  const password = await readPassword(input, output);
  const options = await readVerifyOptions(input, {
    output,
    cacheDirectory,
    ...(password === undefined ? {} : { password }),
    ...(platform === undefined ? {} : { platform: parsePlatform(platform) }),
  });
  const [image = ''] = input.arguments;
  const now = runtime.now();
  const found: AttestationAnswer =
    options === undefined
      ? { kind: 'refused', refused: identityRequired(image, [], describePolicySearch(input)).refused }
      : await verifyAttestations(image, { types: wanted, assertions }, options, { ...runtime, now: () => now });
  if (found.kind === 'refused') {
    for (const { object, message, code } of found.refused)
      output.warn(`pratique: ${object}: ${message} (${code}); try: ${trustReasons[code].hint}`);
    if (found.refused.some(({ code }) => code === 'IDENTITY_REQUIRED'))
      await noteClaimedSigners(image, readRegistryOptions(input, password), context);
    return 1;
  }
  for (const notice of found.notices) output.note(`pratique: ${notice}`);
  const answer = withMissing({ ...found, image });
  if (optionValue(input, 'format') === 'json') await output.write([`${JSON.stringify(toJson(answer), undefined, 2)}\n`]);
  else await output.write(answer.trusted.map((attestation) => toText(attestation, output.width)));
  const isMissing = answer.trusted.length === 0 || answer.refused.some(({ code }) => code === 'ATTESTATION_MISSING');
  // Another team's attestation beside a trusted one is no reason for a warning.
  const others = isMissing ? [] : answer.refused.flatMap(({ signedBy }) => signedBy ?? []);
  if (others.length > 0) output.note(`pratique: ${describeOtherSigners(others, 'attestation')}`);
  for (const { object, message, code, signedBy } of answer.refused)
    if (isMissing || signedBy === undefined) output.warn(`pratique: ${object}: ${message} (${code})`);
  for (const { message, code } of answer.failures) output.warn(`pratique: ${message} (${code})`);
  if (!isMissing) return 0;
  return answer.failures.length > 0 ? 3 : 1;
}

/** Who signed the image, as its signatures say: it helps to choose whom to trust. */
async function noteClaimedSigners(image: string, registry: RegistryOptions, { output, runtime }: CommandContext): Promise<void> {
  const { describeClaimedSigners } = await import('../../trust/verdict/claimed-signers.ts');
  for (const line of await describeClaimedSigners(image, { registry }, runtime)) output.note(`pratique: ${line}`);
}

/** A required type without a trusted attestation is missing. */
function withMissing(answer: Answer): Answer {
  const { trusted } = answer;
  const refused: TrustRefusal[] = [...answer.refused];
  const types = answer.required.size > 0 ? [...answer.required] : trusted.length === 0 ? ['any type'] : [];
  for (const type of types) {
    if (trusted.some(({ predicateType }) => predicateType === type)) continue;
    refused.push({
      scheme: 'sigstore',
      code: 'ATTESTATION_MISSING',
      object: answer.image,
      message: `no trusted attestation of ${type}`,
    });
  }
  return { ...answer, refused };
}

function compileText(source: string): { readonly kind: 'pattern'; readonly pattern: ReturnType<typeof compilePattern> } {
  return { kind: 'pattern', pattern: compilePattern(source, { isWideAllowed: true }) };
}

function toText({ predicateType, signature: { signer, foundAt } }: FoundAttestation, width: number): string {
  const lines = wrapWhole(escapeControl(`by ${signer.name}, ${foundAt}`), width, '  ', '    ');
  return `${[escapeControl(predicateType), ...lines].join('\n')}\n`;
}

function toJson({ image, digest, trusted, refused, failures }: Answer): object {
  return {
    image,
    digest,
    attestations: trusted.map(({ predicateType, predicate, signature }) => ({ predicateType, signature, predicate })),
    refused,
    failures,
  };
}
