import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { wrapWhole } from '../../lib/terminal/wrap-whole.ts';
import { type Digest } from '../../model/digest.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type TrustRefusal } from '../../model/trust/trust-verdict.ts';
import { trustReasons } from '../../model/trust/trust-reasons.ts';
import { VerificationError } from '../../model/trust/verification-error.ts';
import { describeOtherSigners } from '../../report/trust/other-signers.ts';
import { checkPredicate } from '../../trust/attest/check-predicate.ts';
import { parseAssertion } from '../../trust/attest/parse-assertion.ts';
import { type PredicateAssertion } from '../../trust/attest/predicate-assertion.ts';
import { parsePredicateType } from '../../trust/attest/predicate-type.ts';
import { compilePattern } from '../../trust/sigstore/identity/anchored-pattern.ts';
import { findSignatures } from '../../trust/store/find-signatures.ts';
import { resolveImage } from '../../trust/store/resolve-image.ts';
import { chooseStatement } from '../../trust/verdict/choose-statement.ts';
import { type AttestationListing, listAttestations, type ListedAttestation } from '../../trust/verdict/list-attestations.ts';
import { openPlace, parsePlace, referenceOf } from '../../trust/verdict/open-place.ts';
import { type JudgedSigner, type JudgedSigners, readSigners } from '../../trust/verdict/scheme/read-signers.ts';
import { type VerifyOptions } from '../../trust/verdict/verification-options.ts';
import { chooseContents } from '../../trust/verdict/verify-subject.ts';
import { optionValue, optionValues, type CommandContext, type CommandInput } from '../command.ts';
import { readPassword } from '../terminal/read-password.ts';
import { readRegistryOptions } from '../words/registry-options.ts';
import { readVerifyOptions } from './verify-request.ts';

interface Answer extends AttestationListing {
  readonly image: string;
  readonly digest: Digest;
}

/** Exits 0 when every wanted type has a trusted attestation that passes the assertions; 1 otherwise. */
export async function runVerifyAttestation(input: CommandInput, context: CommandContext): Promise<number> {
  const { output, runtime, cacheDirectory } = context;
  const wanted = new Set(optionValues(input, 'type').map(parsePredicateType));
  const assertions = optionValues(input, 'assert').map((text) => parseAssertion(text, compileText));
  if (assertions.length > 0 && wanted.size !== 1)
    throw new PratiqueError('USAGE', '--assert needs exactly one --type', { hint: 'give --type once' });
  const password = await readPassword(input, output);
  const options = await readVerifyOptions(input, { cacheDirectory, ...(password === undefined ? {} : { password }) });
  const [image = ''] = input.arguments;
  const now = runtime.now();
  const { signers, notices } = options === undefined ? noSigners : await signersOf(image, options, runtime);
  if (options === undefined || signers.length === 0) {
    output.warn(
      `pratique: ${image}: neither a policy nor an option names a trusted signer (IDENTITY_REQUIRED); try: ${trustReasons.IDENTITY_REQUIRED.hint}`,
    );
    const { describeClaimedSigners } = await import('../../trust/verdict/claimed-signers.ts');
    const line = await describeClaimedSigners(image, { registry: readRegistryOptions(input, password) }, runtime);
    if (line !== undefined) output.note(`pratique: ${line}`);
    return 1;
  }
  for (const notice of notices) output.note(`pratique: ${notice}`);
  const listed = await lookUp(image, { options, signers, wanted }, { ...runtime, now: () => now });
  const answer = judge(listed, wanted, assertions, now);
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

const noSigners: JudgedSigners = { signers: [], notices: [] };

async function signersOf(image: string, options: VerifyOptions, runtime: Runtime): Promise<JudgedSigners> {
  const place = parsePlace(image);
  const chosen = chooseStatement(image, referenceOf(place, options), options);
  const terms = chosen.kind === 'verdict' ? undefined : chosen.found.statement.sigstore;
  return terms === undefined ? noSigners : readSigners({ ...terms, needsTime: false }, options, runtime);
}

async function lookUp(
  image: string,
  {
    options,
    signers,
    wanted,
  }: { readonly options: VerifyOptions; readonly signers: readonly JudgedSigner[]; readonly wanted: ReadonlySet<string> },
  runtime: Runtime,
): Promise<Answer> {
  const place = parsePlace(image);
  await using opened = await openPlace(place, options, runtime);
  const { repository } = opened;
  const resolved = await resolveImage(repository, opened.tagOrDigest, runtime);
  const contents = await chooseContents(resolved, options.platform, repository, runtime);
  const listing = await listAttestations(
    { contents, findArtifacts: (content, kinds, inner) => findSignatures({ repository, digest: content.digest }, { kinds }, inner) },
    signers,
    wanted,
    runtime,
  );
  return { image, digest: contents[0].digest, ...listing };
}

/** Refuses attestations that fail an assertion; a type with none left is missing. */
function judge(answer: Answer, wanted: ReadonlySet<string>, assertions: readonly PredicateAssertion[], now: Date): Answer {
  const trusted: ListedAttestation[] = [];
  const refused: TrustRefusal[] = [...answer.refused];
  for (const attestation of answer.trusted) {
    if (wanted.size > 0 && !wanted.has(attestation.predicateType)) continue;
    try {
      checkPredicate(attestation, assertions, { object: attestation.signature.foundAt, now });
      trusted.push(attestation);
    } catch (error) {
      if (!(error instanceof VerificationError)) throw error;
      refused.push(error.toRefusal('sigstore'));
    }
  }
  const types = wanted.size > 0 ? [...wanted] : trusted.length === 0 ? ['any type'] : [];
  for (const type of types) {
    if (trusted.some(({ predicateType }) => predicateType === type)) continue;
    refused.push({
      scheme: 'sigstore',
      code: 'ATTESTATION_MISSING',
      object: answer.image,
      message: `no trusted attestation of ${type}`,
    });
  }
  return { ...answer, trusted, refused };
}

function compileText(source: string): { readonly kind: 'pattern'; readonly pattern: ReturnType<typeof compilePattern> } {
  return { kind: 'pattern', pattern: compilePattern(source, { isWideAllowed: true }) };
}

function toText({ predicateType, signature: { signer, foundAt } }: ListedAttestation, width: number): string {
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
