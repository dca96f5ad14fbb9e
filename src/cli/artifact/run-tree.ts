import { isDigest } from '../../model/digest.ts';
import { exitCodes } from '../../model/exit-codes.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type ImageTree, readImageTree } from '../../trust/store/image-tree.ts';
import { chooseTag, openRepository, type OpenedRepository } from '../../trust/store/open-repository.ts';
import { resolveImage } from '../../trust/store/resolve-image.ts';
import { signatureTag, type SignatureTagSuffix } from '../../trust/store/signature-tags.ts';
import { type CommandContext, type CommandInput, optionValue } from '../command.ts';
import { readPassword } from '../terminal/read-password.ts';
import { readRegistryOptions } from '../words/registry-options.ts';
import { formatTree } from './tree-text.ts';

export async function runTree(input: CommandInput, context: CommandContext): Promise<number> {
  const registry = readRegistryOptions(input, await readPassword(input, context.output));
  await using opened = await openRepository(input.arguments[0] ?? '', { registry });
  const located = optionValue(input, 'triangulate');
  if (located !== undefined) {
    await context.output.write([`${await triangulate(opened, located, context.runtime)}\n`]);
    return exitCodes.passed;
  }
  const tree = await readImageTree(opened.repository, await chooseTag(opened), context.runtime);
  const isJson = optionValue(input, 'format') === 'json';
  await context.output.write(isJson ? [`${JSON.stringify(tree, undefined, 2)}\n`] : formatTree(tree, context.output.width));
  return isComplete(tree) ? exitCodes.passed : exitCodes.incomplete;
}

/** Resolves a tag; a digest is used without asking the registry. */
async function triangulate(opened: OpenedRepository, type: string, runtime: Runtime): Promise<string> {
  const { repository } = opened;
  const tagOrDigest = await chooseTag(opened);
  const digest = isDigest(tagOrDigest) ? tagOrDigest : (await resolveImage(repository, tagOrDigest, runtime)).digest;
  const suffix = suffixes.get(type);
  return suffix === undefined ? `${repository.name}@${digest}` : `${repository.name}:${signatureTag(digest, suffix)}`;
}

const suffixes: ReadonlyMap<string, SignatureTagSuffix> = new Map<string, SignatureTagSuffix>([
  ['signature', 'sig'],
  ['attestation', 'att'],
  ['sbom', 'sbom'],
]);

function isComplete({ beside, platforms }: ImageTree): boolean {
  return [beside, ...platforms.map((each) => each.beside)].every(
    ({ unreadable, stoppedAt }) => unreadable.length === 0 && stoppedAt === undefined,
  );
}
