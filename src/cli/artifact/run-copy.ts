import { exitCodes } from '../../model/exit-codes.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { parseReference } from '../../model/reference.ts';
import { isDigest } from '../../model/digest.ts';
import { canonicalGun } from '../../trust/notary/repository-gun.ts';
import { copyPublication } from '../../trust/registry-metadata/copy-publication.ts';
import { copyImage, type CopyReport } from '../../trust/store/copy-image.ts';
import { chooseTag, openRepository, type OpenedRepository } from '../../trust/store/open-repository.ts';
import { trustMetadataTag } from '../../trust/store/trust-metadata-tag.ts';
import { type CommandContext, type CommandInput, hasOption, optionValue } from '../command.ts';
import { prepareRecord } from './record-copy.ts';
import { readRecordedSources } from './read-recorded-sources.ts';
import { readPassword } from '../terminal/read-password.ts';
import { readCopiedRepository } from '../words/copied-from.ts';
import { readRegistryOptions } from '../words/registry-options.ts';

export async function runCopy(input: CommandInput, { output, runtime }: CommandContext): Promise<number> {
  const [from = '', to = ''] = input.arguments;
  const registry = readRegistryOptions(input, await readPassword(input, output));
  const { credentials: _ofTarget, ...sourceRegistry } = registry;
  await using target = await openRepository(to, { registry, create: true });
  // One client serves both where they are in the same registry, with the credentials of the target.
  await using source = await openRepository(from, {
    registry: sourceRegistry,
    ...(target.registry === undefined ? {} : { client: target.registry.client }),
  });
  const isMounting = source.registry !== undefined && source.registry.client === target.registry?.client;
  const recordIn = optionValue(input, 'record');
  if (recordIn === undefined && optionValue(input, 'copied-from') !== undefined)
    throw new PratiqueError('USAGE', '--copied-from was given without --record', {
      hint: 'name the policy to record it in: --record pratique.yaml',
    });
  const record = recordIn === undefined ? undefined : prepareRecord(recordIn, sourceName(input, source), target);
  const tagOrDigest = await chooseTag(source);
  const tag = targetTag(to, target.tag, source.tag ?? (isDigest(tagOrDigest) ? undefined : tagOrDigest));
  const isTrustCopied = !hasOption(input, 'only-image') && !hasOption(input, 'without-trust-metadata');
  const report = await copyImage(
    { repository: source.repository, tagOrDigest },
    { repository: target.repository, ...(tag === undefined ? {} : { tag }) },
    {
      withArtifacts: !hasOption(input, 'only-image'),
      ...(isTrustCopied ? { copyTrustMetadata: copyPublication } : {}),
      ...(isMounting ? { mountFrom: source.registry.repository } : {}),
    },
    runtime,
  );
  for (const note of report.notes) output.warn(`pratique: ${note}`);
  const name = `${target.repository.name}${tag === undefined ? '' : `:${tag}`}@${report.digest}`;
  const isJson = optionValue(input, 'format') === 'json';
  await output.write([isJson ? `${JSON.stringify({ target: name, ...report }, undefined, 2)}\n` : `${name}\n`]);
  output.note(describe(report));
  const ofSource = source.tag ?? (isDigest(tagOrDigest) ? undefined : tagOrDigest);
  if (report.trustMetadata !== undefined && tag !== undefined && ofSource !== undefined && tag !== ofSource)
    output.note(
      `pratique: ${trustMetadataTag} signs tags by their names: ${target.repository.name}:${tag} is signed only if ${source.repository.name}:${tag} is, for the same image`,
    );
  if (record !== undefined) output.note(`pratique: ${await record.write()}`);
  else if (source.repository.name !== target.repository.name && target.registry !== undefined)
    for (const note of describeUnrecorded(report, source, target, await isRecorded(source, target))) output.note(note);
  return report.isComplete ? exitCodes.passed : exitCodes.incomplete;
}

/** The repository to record. A layout has no name that could be trusted, so an option names its source. */
function sourceName(input: CommandInput, { registry, repository }: OpenedRepository): string {
  const named = optionValue(input, 'copied-from');
  if (registry === undefined && named !== undefined) return readCopiedRepository(named);
  if (registry !== undefined && named === undefined) return repository.name;
  if (registry !== undefined)
    throw new PratiqueError('USAGE', `--copied-from was given, and ${repository.name} has a name of its own`, {
      hint: 'leave out --copied-from',
    });
  throw new PratiqueError('USAGE', '--record: a layout does not say which repository it was copied from', {
    hint: 'name it: --copied-from REPOSITORY',
  });
}

/** A reference without a tag means `latest`; a copy gets that tag only when it was written. */
function targetTag(text: string, parsed: string | undefined, ofSource: string | undefined): string | undefined {
  const isWritten = parsed !== undefined && text.replace(/@.*$/, '').endsWith(`:${parsed}`);
  if (isWritten) return parsed;
  if (text.includes('@')) {
    throw new PratiqueError('USAGE', `cannot copy to a digest: ${text}`, { hint: 'give TARGET a tag, or no tag; a copy keeps its digest' });
  }
  return ofSource;
}

/** Whether the policy in the working directory says already that the target is a copy of the source. One that cannot be read does not matter to a copy. */
async function isRecorded({ repository, registry }: OpenedRepository, target: OpenedRepository): Promise<boolean> {
  if (registry === undefined) return false;
  try {
    const recorded = await readRecordedSources(parseReference(target.repository.name));
    return recorded?.names.includes(canonicalGun(parseReference(repository.name))) === true;
  } catch (error) {
    if (error instanceof PratiqueError) return false;
    throw error;
  }
}

/** Cosign's classic signatures and trust metadata name a repository; the name is known for a source in a registry. */
function* describeUnrecorded({ signatureTags, trustMetadata }: CopyReport, { registry, repository }: OpenedRepository, target: OpenedRepository, isKnown: boolean): Generator<string> {
  if (isKnown) return;
  const [copy, source] = [target.repository.name, registry === undefined ? 'the repository they were made for' : repository.name];
  if (signatureTags > 0)
    yield `pratique: classic cosign signatures still name ${source}: verify ${copy} with --copied-from, or run "pratique copy --record pratique.yaml"`;
  if (trustMetadata === 'copied' || trustMetadata === 'present')
    yield `pratique: trust metadata still names ${source}: to verify tags of ${copy}, run "pratique copy --record pratique.yaml", or add the pair to copies in the trust policy`;
} // prettier-ignore

function describe({ blobs, manifests, artifacts, bytes, trustMetadata }: CopyReport): string {
  const uploaded = `${blobs.copied} blobs uploaded (${(bytes / 1e6).toFixed(1)} MB), ${blobs.mounted} mounted, ${blobs.present} already present`;
  const trust =
    trustMetadata === undefined
      ? ''
      : `; trust metadata ${trustMetadata === 'present' ? 'already present' : trustMetadata === 'kept' ? 'not copied' : 'copied'}`;
  return `${manifests.copied + manifests.present} manifests, ${uploaded}; ${artifacts} artifact${artifacts === 1 ? '' : 's'}${trust}`;
}
