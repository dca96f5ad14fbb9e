import { field } from '../../lib/json/json-readers.ts';
import { type Digest, isDigest } from '../../model/digest.ts';
import { limits } from '../../model/limits.ts';
import { type FetchedManifest } from '../../oci/registry/fetched-manifest.ts';
import { appendToTag } from './append-to-tag.ts';
import { decodeArtifact } from './artifact-manifest.ts';
import { type CopyRun } from './copy-run.ts';
import { readManifestLinks } from './manifest-links.ts';
import { readIfThere } from './rewrite-tag.ts';
import { signatureTag, type SignatureTagSuffix, signatureTagSuffixes } from './signature-tags.ts';

/** Copies the artifacts of a digest and, recursively, the artifacts of those: an SBOM may be signed. */
export async function copyArtifacts(run: CopyRun, subject: Digest, depth: number): Promise<void> {
  if (depth > limits.referrerDepth) {
    run.cut(`artifacts of ${subject} not copied: they are nested ${depth} deep`);
    return;
  }
  for (const suffix of signatureTagSuffixes) await copyTag(run, subject, suffix);
  const { items, isComplete, unreadable = [] } = await run.source.listReferrers(subject, {}, run.runtime);
  for (const reason of unreadable) run.cut(`not copied, and may be a signature: ${reason}`);
  if (!isComplete) run.cut(`${subject} has more referrers than the ${items.length} that were copied`);
  for (const item of items) {
    const digest = field(item, 'digest');
    if (isDigest(digest)) await copyReferrer(run, subject, digest, depth);
    else run.cut(`an entry in the referrers of ${subject} has no digest and was not copied`);
  }
}

async function copyReferrer(run: CopyRun, subject: Digest, digest: Digest, depth: number): Promise<void> {
  const fetched = await readIfThere(run.source, digest, run.runtime);
  if (fetched === undefined) {
    run.cut(`referrer ${digest} of ${subject} not copied: it is listed but does not exist`);
    return;
  }
  const links = readManifestLinks(fetched.bytes, `${run.source.name}@${digest}`);
  if (links.subject !== subject) {
    const reason = links.subject === undefined ? 'names no subject' : `names ${links.subject} as its subject`;
    run.note(`referrer ${digest} not copied: it is listed for ${subject} but ${reason}`);
    return;
  }
  await run.copyTree(fetched);
  run.countArtifact();
  await copyArtifacts(run, digest, depth + 1);
}

/** Copies the image of a tag as it is where the target has none. Otherwise the target keeps what it has and gets what is missing. */
async function copyTag(run: CopyRun, subject: Digest, suffix: SignatureTagSuffix): Promise<void> {
  const tag = signatureTag(subject, suffix);
  const fetched = await readIfThere(run.source, tag, run.runtime);
  if (fetched === undefined) return;
  const there = await run.target.findManifest(tag, run.runtime);
  if (there !== undefined && there.digest !== fetched.digest) {
    await mergeTag(run, subject, suffix, fetched);
    return;
  }
  await run.copyTree(fetched);
  if (there === undefined) await run.pushTop(fetched, tag);
  run.countArtifact(suffix);
}

async function mergeTag(run: CopyRun, subject: Digest, suffix: SignatureTagSuffix, fetched: FetchedManifest): Promise<void> {
  const tag = signatureTag(subject, suffix);
  // cosign reads exactly one SBOM under an `.sbom` tag.
  if (suffix === 'sbom') {
    run.note(`${tag} not copied: the target has another SBOM under this tag`);
    return;
  }
  const manifest = decodeArtifact(fetched.bytes, tag, limits.signatures);
  if (manifest.isCut) run.cut(`${tag} has more than ${limits.signatures} signatures; only the first ${limits.signatures} were copied`);
  for (const layer of manifest.layers) {
    const payload = await run.source.readBlob(layer, limits.signatureBytes, run.runtime);
    const written = { mediaType: layer.mediaType, payload, annotations: layer.annotations };
    await appendToTag({ repository: run.target, subject, suffix }, written, run.runtime);
  }
  run.countArtifact(suffix);
}
