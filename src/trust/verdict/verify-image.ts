import { isDigest } from '../../model/digest.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type ImageReference } from '../../model/reference.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type TrustVerdict } from '../../model/trust/trust-verdict.ts';
import { VerificationError } from '../../model/trust/verification-error.ts';
import { findSignatures } from '../store/find-signatures.ts';
import { resolveImage } from '../store/resolve-image.ts';
import { chooseStatement, type ChosenStatement } from './choose-statement.ts';
import { type AttestationEvidence, type Evidence, EvidenceBook, type SchemeEvidence } from './evidence.ts';
import { judge } from './judge.ts';
import { type ImagePlace, openPlace, type OpenPlace, parsePlace, referenceOf } from './open-place.ts';
import { repositoryName } from './policy/repository-names.ts';
import { type NotaryTerms, schemesOf, type TrustStatement } from './policy/trust-policy.ts';
import { loadVerifying } from './scheme/load-verifying.ts';
import { type TagBinding } from './scheme/notary.ts';
import { type JudgedImage } from './signed-names.ts';
import { type VerifyOptions } from './verification-options.ts';
import { chooseContents, seenContents, type VerifySubject } from './verify-subject.ts';

/**
 * Verifies an image by the policy: one verdict over all schemes that the policy requires of it. Refusals are part of the verdict.
 * Throws PratiqueError when the image itself cannot be looked up, and CONFIG_INVALID for a policy that cannot be used.
 */
export async function verifyImage(image: string, options: VerifyOptions, runtime: Runtime): Promise<TrustVerdict> {
  const now = runtime.now();
  const place = parsePlace(image);
  const chosen = chooseStatement(image, referenceOf(place, options), options);
  if (chosen.kind === 'verdict') return chosen.verdict;
  await using opened = await openPlace(place, options, runtime);
  const { statement, pattern, judgedAs } = chosen.found;
  const evidence = await gather(place, opened, chosen, options, { ...runtime, now: () => now });
  const name = judgedAs === undefined ? {} : { judgedAs: repositoryName(judgedAs) };
  return judge({ image, statement, pattern, ...name }, evidence, now);
}

async function gather(
  place: ImagePlace,
  opened: OpenPlace,
  { found, sources, binding: consulted }: Extract<ChosenStatement, { kind: 'statement' }>,
  options: VerifyOptions,
  runtime: Runtime,
): Promise<Evidence> {
  const { statement, judgedAs } = found;
  const reference = referenceOf(place, options);
  const judged: JudgedImage = { ...(reference === undefined ? {} : { reference }), ...(judgedAs === undefined ? {} : { judgedAs }) };
  const binding = await askNotary(place, opened, { judged, sources, terms: statement.notary ?? consulted }, options, runtime);
  const bound = binding?.content;
  const notices: string[] = [];
  const notary = binding === undefined ? [] : [binding.evidence];
  // Metadata that contradict the image refuse it, also where they would not have been enough.
  if (binding?.isContradicted === true || (binding?.isUnanswered === true && statement.require === 'any'))
    return refusedBy(notary, notices);
  const findUnmoved = async (): Promise<VerifySubject> => {
    if (bound !== undefined) notices.push(...(await compareTag(place, opened, bound, runtime)));
    return { ...judged, ...(await findSubject(opened, bound, options, runtime)) };
  };
  const subject = await findUnmoved().catch((error: unknown) => {
    if (!(error instanceof VerificationError)) throw error;
    return error;
  });
  // Trust metadata say which content the tag is. Where the registry has other content or none, no other scheme can make up for it.
  if (subject instanceof VerificationError)
    return refusedBy(
      notary.map((each) => ({ ...each, refused: [...each.refused, subject.toRefusal('notary')] })),
      notices,
    );
  const schemes: SchemeEvidence[] = [];
  if (statement.notary !== undefined) schemes.push(...notary);
  else
    for (const { message, code } of notary.flatMap(({ failures }) => failures))
      notices.push(`trust metadata were not checked: ${message} (${code})`);
  for (const scheme of schemesOf(statement))
    if (scheme !== 'notary') schemes.push(await (await loadVerifying(scheme)).collect(subject, statement, options, runtime));
  const attestations = statement.attestations.length === 0 ? [] : await askForAttestations(subject, statement, options, runtime);
  return { schemes, attestations, ...seenContents(subject.contents), notices };
}

/** Nothing that another scheme found counts. */
function refusedBy(notary: readonly SchemeEvidence[], notices: readonly string[]): Evidence {
  return { schemes: notary.map((each) => ({ ...each, trusted: [] })), attestations: [], digests: new Set(), notices };
}

interface NotaryQuestion {
  readonly judged: JudgedImage;
  readonly sources: readonly ImageReference[];
  readonly terms: NotaryTerms | undefined;
}

async function askNotary(
  place: ImagePlace,
  opened: OpenPlace,
  { judged: { reference, judgedAs }, sources, terms }: NotaryQuestion,
  options: VerifyOptions,
  runtime: Runtime,
): Promise<TagBinding | undefined> {
  if (terms === undefined) return undefined;
  const tag = tagOf(place, opened);
  if (tag !== undefined && reference !== undefined) {
    const { findTagBinding } = await import('./scheme/notary.ts');
    const image = { place, reference: { ...reference, tag }, ...(judgedAs === undefined ? {} : { judgedAs }), sources };
    return findTagBinding(image, terms, options, runtime);
  }
  const book = new EvidenceBook('notary');
  const reason =
    tag === undefined
      ? 'the image was given without one; verify REPOSITORY:TAG'
      : 'a layout on disk has no repository; name it with --scope';
  const object = place.kind === 'layout' ? place.folder : repositoryName(place.reference);
  book.note(new VerificationError('SIGNATURE_MISSING', object, `trust metadata bind tags of a repository, and ${reason}`));
  return { evidence: book.toEvidence() };
}

function tagOf(place: ImagePlace, { tagOrDigest }: OpenPlace): string | undefined {
  if (place.kind === 'registry') return place.reference.tag;
  return isDigest(tagOrDigest) ? undefined : tagOrDigest;
}

/** The content bound to the tag, otherwise what the registry's tag points to. Throws VerificationError where the registry's content is not what was signed. */
async function findSubject(
  { repository, tagOrDigest }: OpenPlace,
  bound: TagBinding['content'],
  options: VerifyOptions,
  runtime: Runtime,
): Promise<VerifySubject> {
  const wanted = bound?.digest ?? tagOrDigest;
  const image = await resolveImage(repository, wanted, runtime).catch((error: unknown) => {
    if (bound !== undefined && error instanceof PratiqueError && error.code === 'TARGET_NOT_FOUND')
      throw new VerificationError('DIGEST_DIFFERS', wanted, `it is signed, but ${repository.name} does not have it`, {
        cause: error,
      });
    throw error;
  });
  if (bound !== undefined && image.size !== bound.size)
    throw new VerificationError('SIZE_DIFFERS', image.digest, `it has ${image.size} bytes; ${bound.size} were signed`);
  return {
    contents: await chooseContents(image, options, repository, runtime),
    findArtifacts: (content, kinds, inner) => findSignatures({ repository, digest: content.digest }, { kinds }, inner),
  };
}

/**
 * Throws TAG_MOVED where the registry's tag points to other content than was signed: a client that pulls by tag would get that. A reference with
 * a digest is pulled by it, so its tag does not matter.
 */
async function compareTag(
  place: ImagePlace,
  opened: OpenPlace,
  bound: NonNullable<TagBinding['content']>,
  runtime: Runtime,
): Promise<readonly string[]> {
  const tag = tagOf(place, opened);
  if (tag === undefined || (place.kind === 'registry' && place.reference.digest !== undefined)) return [];
  const there = await opened.repository.findManifest(tag, runtime);
  if (there === undefined) return [`the registry has no tag ${tag}: pull by digest`];
  if (there.digest === bound.digest) return [];
  const holder = place.kind === 'layout' ? 'layout' : 'registry';
  throw new VerificationError('TAG_MOVED', tag, `the ${holder}’s tag points to ${there.digest}, and ${bound.digest} is signed`);
}

async function askForAttestations(
  subject: VerifySubject,
  statement: TrustStatement,
  options: VerifyOptions,
  runtime: Runtime,
): Promise<readonly AttestationEvidence[]> {
  const { collectAttestations } = await import('./scheme/attestations.ts');
  return collectAttestations(subject, statement, options, runtime);
}
