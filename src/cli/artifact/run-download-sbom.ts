import { exitCodes } from '../../model/exit-codes.ts';
import { parsePlatform } from '../../model/platform.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { findAttached } from '../../trust/store/find-attached.ts';
import { type FoundArtifact } from '../../trust/store/found-artifact.ts';
import { chooseTag, openRepository } from '../../trust/store/open-repository.ts';
import { optionValue, type CommandContext, type CommandInput } from '../command.ts';
import { readPassword } from '../terminal/read-password.ts';
import { readRegistryOptions } from '../words/registry-options.ts';
import { tellGaps } from './run-download.ts';
import { writeOutputFile } from '../terminal/write-output-file.ts';

/** The bytes of one SBOM that is attached to an image, to standard output or a file. */
export async function runDownloadSbom(input: CommandInput, { output, runtime }: CommandContext): Promise<number> {
  const registry = readRegistryOptions(input, await readPassword(input, output));
  const platform = optionValue(input, 'platform');
  await using opened = await openRepository(input.arguments[0] ?? '', { registry });
  const wanted = { purpose: 'sbom', ...(platform === undefined ? {} : { platform: parsePlatform(platform) }) } as const;
  const found = await findAttached(opened.repository, await chooseTag(opened), wanted, runtime);
  tellGaps(found, output);
  const { chosen, others } = choose(found.artifacts, optionValue(input, 'digest'));
  const bytes = await chosen.load(runtime);
  const file = optionValue(input, 'output');
  if (file === undefined) await output.write([readText(bytes)]);
  else writeOutputFile(file, [bytes]);
  output.note(`pratique: SBOM of type ${chosen.mediaType}, ${chosen.foundAt}; attached SBOMs are not signed`);
  for (const { digest, mediaType, foundAt } of others)
    output.note(`pratique: another SBOM of type ${mediaType}, ${foundAt}: --digest ${digest}`);
  return found.unreadable.length === 0 && found.stoppedAt === undefined ? exitCodes.passed : exitCodes.incomplete;
}

/** Without a digest the first, which is that of the `.sbom` tag where there is one. */
function choose(
  artifacts: readonly FoundArtifact[],
  digest: string | undefined,
): { readonly chosen: FoundArtifact; readonly others: readonly FoundArtifact[] } {
  const [chosen, ...others] = digest === undefined ? artifacts : artifacts.filter((each) => each.digest === digest);
  if (chosen !== undefined) return { chosen, others };
  throw new PratiqueError('ARTIFACT_NOT_FOUND', digest === undefined ? 'no SBOM could be read' : `the image has no SBOM ${digest}`);
}

/** As it is, or not at all: bytes that would act on a terminal are for a file. */
function readText(bytes: Uint8Array): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    if (!/(?![\t\n\r])[\p{Cc}]/u.test(text)) return text;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  throw new PratiqueError('OUTPUT_UNWRITABLE', 'the SBOM is not plain text', { hint: 'write it to a file with --output FILE' });
}
