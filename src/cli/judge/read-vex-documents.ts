import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readAtMost } from '../../lib/file/read-at-most.ts';
import { systemCodeOf } from '../../lib/file/system-code-of.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { purlStrictnesses, type PurlStrictness } from '../../policy/suppression/purl-strictness.ts';
import { type VexDocument } from '../../policy/vex/vex-document.ts';
import { hasOption, optionValue, optionValues, type CommandContext, type CommandInput } from '../command.ts';

/** The word of `--vex` for what is attached to the image. */
export const attachedVex = 'oci';

/**
 * The documents that `--vex` names by file, directory and URL. In a directory every JSON file is read, and one that is no VEX document is named. Throws
 * CONFIG_INVALID, and FETCH_FAILED for a URL.
 */
export async function readVexDocuments(input: CommandInput, context: CommandContext): Promise<readonly VexDocument[]> {
  const places = optionValues(input, 'vex').filter((place) => place !== attachedVex);
  if (places.length === 0) return [];
  const { readVex } = await import('../../policy/vex/read-vex.ts');
  const documents: VexDocument[] = [];
  for (const place of places) {
    if (/^https?:\/\//.test(place)) {
      if (hasOption(input, 'offline-scan'))
        throw new PratiqueError('USAGE', '--vex names a URL, and --offline-scan forbids connections', {
          hint: 'download the document first',
        });
      const { fetchVex } = await import('./fetch-vex.ts');
      documents.push(readVex(await fetchVex(place, context.runtime), place));
    } else if (isDirectory(place)) documents.push(...readFolder(place, readVex, context));
    else documents.push(readVex(readBytes(place), place));
  }
  return documents;
}

export function readVexStrictness(input: CommandInput): PurlStrictness {
  return purlStrictnesses.find((each) => each === optionValue(input, 'vex-match')) ?? 'standard';
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function readFolder(
  folder: string,
  readVex: (bytes: Uint8Array, origin: string) => VexDocument,
  { output }: CommandContext,
): readonly VexDocument[] {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.toLowerCase().endsWith('.json'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  if (names.length > limits.vexFiles) throw new PratiqueError('CONFIG_INVALID', `${folder} has more than ${limits.vexFiles} JSON files`);
  if (names.length === 0)
    throw new PratiqueError('CONFIG_INVALID', `${folder} has no JSON file`, { hint: 'give the directory of VEX documents' });
  return names.flatMap((name) => {
    try {
      return [readVex(readBytes(name), name)];
    } catch (error) {
      if (!(error instanceof PratiqueError) || !/is not a VEX document|so not VEX/.test(error.message)) throw error;
      output.warn(`pratique: warning: ${error.message}; it was skipped`);
      return [];
    }
  });
}

function readBytes(path: string): Uint8Array {
  try {
    const bytes = readAtMost(path, limits.vexBytes);
    if (bytes !== undefined) return bytes;
  } catch (cause) {
    const code = systemCodeOf(cause);
    throw new PratiqueError(
      'CONFIG_INVALID',
      `${path} ${code === 'ENOENT' ? 'does not exist' : `cannot be read (${code ?? 'unknown error'})`}`,
      { cause, hint: 'check the path given by --vex' },
    );
  }
  throw new PratiqueError('CONFIG_INVALID', `${path} has more than ${limits.vexBytes} bytes`);
}
