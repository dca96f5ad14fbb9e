import { parseDigest, type Digest } from '../../model/digest.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { formatReference } from '../../model/reference.ts';
import { forgetCopies } from '../../trust/notary/directory/copied-trust-directory.ts';
import { initializeRepository } from '../../trust/notary/operation/initialize-repository.ts';
import { removeTrustData } from '../../trust/notary/operation/remove-trust-data.ts';
import { revokeTag } from '../../trust/notary/operation/revoke-tag.ts';
import { signTag, type SignedRoles } from '../../trust/notary/operation/sign-tag.ts';
import { witnessRoles } from '../../trust/notary/operation/witness-roles.ts';
import { canonicalGun } from '../../trust/notary/repository-gun.ts';
import { openRepository } from '../../trust/store/open-repository.ts';
import { resolveImage } from '../../trust/store/resolve-image.ts';
import { assertNotReserved } from '../../trust/store/trust-metadata-tag.ts';
import { hasOption, optionValue, optionValues, type CommandContext, type CommandInput } from '../command.ts';
import { confirm, openTrust, type OpenedTrust } from './context.ts';
import { readPublicKeyFile } from '../terminal/read-public-key-file.ts';
import { noteNewRepository } from './new-repository-notes.ts';
import { describeVersions, writeLines } from './text.ts';

export async function runInit(input: CommandInput, context: CommandContext): Promise<number> {
  await using opened = await openTrust(input.arguments[0] ?? '', input, context);
  const [rootKeyId, certificate] = [optionValue(input, 'root-key-id'), optionValue(input, 'root-cert')];
  const made = await initializeRepository(opened.trust, {
    ...(rootKeyId === undefined ? {} : { rootKeyId }),
    ...(certificate === undefined ? {} : { rootCertificate: readPublicKeyFile(certificate) }),
    isSnapshotOnServer: !hasOption(input, 'local-snapshot'),
  });
  const rootIds = made.repository.root.content.roles.root.keyIds;
  const ids = `root key ID (rootKeys, --root-key) ${rootIds.join(', ')}\nprivate root key ${made.rootKeyId}\nprivate targets key ${made.targetsKeyId}\n`;
  await writeLines(context.output, [`created trust data for ${opened.gun}: ${describeVersions(made)}\n${ids}`]);
  noteNewRepository(opened, made.repository, context);
  return 0;
} // prettier-ignore

export async function runSign(input: CommandInput, context: CommandContext): Promise<number> {
  await using opened = await openTrust(input.arguments[0] ?? '', input, context);
  const { tag } = opened.reference;
  if (tag === undefined) throw new PratiqueError('USAGE', 'trust sign needs a tag', { hint: 'pratique trust sign REPOSITORY:TAG' });
  assertNotReserved(tag, opened.gun);
  const { digest, size } = await findContent(opened, tag, input, context);
  const [roles, signer] = [optionValues(input, 'role'), optionValue(input, 'signer')];
  const signed = await signTag(opened.trust, {
    tag,
    digest,
    size,
    ...(roles.length === 0 ? {} : { roles }),
    ...(signer === undefined ? {} : { signer }),
    isStaged: hasOption(input, 'stage'),
  });
  const { publication } = signed;
  if (signed.isNew && publication !== undefined) noteNewRepository(opened, publication.repository, context);
  await writeLines(context.output, [describeSigned(`${opened.gun}:${tag}`, digest, signed)]);
  return 0;
}

function describeSigned(name: string, digest: Digest, { publication, roles }: SignedRoles): string {
  if (publication === undefined) return `staged ${name} as ${digest} for ${roles.join(', ')}; publish it with pratique trust publish\n`;
  if (publication.isMerged === true) return `signed ${name} as ${digest}: another command published the same signature at the same time\n`;
  if (publication.versions.size === 0)
    return `nothing to publish: ${roles.join(', ')} already ${roles.length === 1 ? 'binds' : 'bind'} ${name} to ${digest}\n`;
  return `signed ${name} as ${digest}: ${describeVersions(publication)}\n`;
}

/** From the registry unless both digest and size are given, so that what is signed can be pulled. */
async function findContent(opened: OpenedTrust, tag: string, input: CommandInput, context: CommandContext): Promise<{ readonly digest: Digest; readonly size: number }> {
  const [given, size] = [optionValue(input, 'digest') ?? opened.reference.digest, optionValue(input, 'size')];
  if (size !== undefined) {
    if (given === undefined) throw new PratiqueError('USAGE', '--size needs --digest', { hint: 'give both: --digest sha256:… --size BYTES' });
    if (!/^\d{1,15}$/.test(size)) throw new PratiqueError('USAGE', `--size ${JSON.stringify(size.slice(0, 40))} is not a number of bytes`);
    return { digest: parseDigest(given, '--digest'), size: Number(size) };
  }
  const { registry, repository } = opened.reference;
  await using place = await openRepository(formatReference({ registry, repository, tag }), { registry: opened.registry });
  return await resolveImage(place.repository, given === undefined ? tag : parseDigest(given, '--digest'), context.runtime);
} // prettier-ignore

export async function runRevoke(input: CommandInput, context: CommandContext): Promise<number> {
  await using opened = await openTrust(input.arguments[0] ?? '', input, context);
  const { tag } = opened.reference;
  if (tag === undefined) await confirm(`Revoke all tags of ${opened.gun}?`, input);
  const roles = optionValues(input, 'role');
  const options = { ...(tag === undefined ? {} : { tag }), ...(roles.length === 0 ? {} : { roles }), isStaged: hasOption(input, 'stage') };
  const { tags, publication, remaining } = await revokeTag(opened.trust, options);
  const outcome = publication === undefined ? 'staged' : describeVersions(publication);
  await writeLines(context.output, tags.map((each) => `revoked ${opened.gun}:${each}: ${outcome}\n`));
  for (const { tag: each, role, isPulled } of remaining)
    context.output.warn(`pratique: ${role} still signs ${opened.gun}:${each}; ${isPulled ? 'the tag is still trusted' : 'tags are not pulled from that role'}`);
  // With --role, the user decides what to leave.
  return roles.length === 0 && remaining.some(({ isPulled }) => isPulled) ? 4 : 0;
} // prettier-ignore

export async function runRemove(input: CommandInput, context: CommandContext): Promise<number> {
  await using opened = await openTrust(input.arguments[0] ?? '', input, context);
  const isRemoteToo = hasOption(input, 'remote');
  const where = isRemoteToo ? `from ${opened.trust.remote.name}, for all users, and from this machine` : 'from this machine';
  await confirm(`Remove all trust data of ${opened.gun} ${where}?`, input);
  await removeTrustData(opened.trust, { isRemoteToo });
  if (opened.isInRegistry) await forgetCopies(opened.trust.directory.path, canonicalGun(opened.reference));
  await writeLines(context.output, [`removed the trust data of ${opened.gun} ${where}; private keys were kept\n`]);
  if (isRemoteToo)
    context.output.note('pratique: the next signature creates a new root; machines and policies that trust the old root will refuse it');
  return 0;
}

export async function runWitness(input: CommandInput, context: CommandContext): Promise<number> {
  const [name = '', ...roles] = input.arguments;
  await using opened = await openTrust(name, input, context);
  const publication = await witnessRoles(opened.trust, { roles, isStaged: hasOption(input, 'stage') });
  await writeLines(context.output, [
    publication === undefined ? `staged: ${roles.join(', ')}\n` : `re-signed: ${describeVersions(publication)}\n`,
  ]);
  return 0;
}
