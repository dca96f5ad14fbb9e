import { readAtMost } from '../../lib/file/read-at-most.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { optionValues, hasOption, type CommandContext, type CommandInput } from '../command.ts';
import { translateScheme } from '../words/foreign-scheme.ts';
import { readBoundedFile } from '../terminal/read-bounded-file.ts';
import { type ScanRequest } from './scan-request.ts';

/** One target of a scan; with a fault where it stands for targets that could not be found out. */
export interface ExpandedTarget {
  readonly name: string;
  readonly fault?: PratiqueError;
}

/**
 * What was named, with lists (`--targets-from`), patterns (`registry:HOST/team/*`) and files of `--images` replaced by what they stand for. The code for
 * each is loaded where it is wanted. Throws USAGE for a list that cannot be read, and for too many targets.
 */
export async function expandTargets(input: CommandInput, { targets, open }: ScanRequest, context: CommandContext): Promise<readonly ExpandedTarget[]> {
  const named = [...targets, ...optionValues(input, 'targets-from').flatMap(readTargetList)];
  const expanded: ExpandedTarget[] = [];
  for (const name of named) {
    if (/^registry:.*\*/.test(name)) {
      const { listImages } = await import('./list-images.ts');
      expanded.push(...(await attempt(name, async () => listImages(name, open, context.runtime))));
    } else if (hasOption(input, 'images')) {
      const { imagesOfFile } = await import('./images-of-file.ts');
      expanded.push(...(await attempt(name, () => Promise.resolve(imagesOfFile(name, context.output)))));
    } else expanded.push({ name });
  }
  const seen = new Set<string>();
  const distinct = expanded.filter(({ name }) => !seen.has(name) && seen.add(name));
  if (distinct.length > limits.scanTargets)
    throw new PratiqueError('USAGE', `${distinct.length} targets; at most ${limits.scanTargets} are scanned at once`, { hint: 'use narrower patterns, or several lists' });
  return distinct;
} // prettier-ignore

/** What could not be found out fails in the place of its targets, and the others are scanned. */
async function attempt(name: string, expand: () => Promise<readonly string[]>): Promise<readonly ExpandedTarget[]> {
  try {
    return (await expand()).map((target) => ({ name: target }));
  } catch (error) {
    if (!(error instanceof PratiqueError)) throw error;
    return [{ name, fault: error }];
  }
}

/** A target on each line; empty lines and those that begin with # are left out. */
function readTargetList(path: string): readonly string[] {
  const text = (path === '-' ? readStandardInput() : readBoundedFile(path, limits.targetListBytes, 'the list of targets')).toString('utf8');
  const lines = text.split('\n').map((line) => translateScheme(line.trim())).filter((line) => line !== '' && !line.startsWith('#'));
  if (lines.length === 0) throw new PratiqueError('USAGE', `the list of targets ${path} is empty`, { hint: 'write one target on each line' });
  return lines;
} // prettier-ignore

function readStandardInput(): Buffer {
  const bytes = readAtMost('/dev/stdin', limits.targetListBytes);
  if (bytes === undefined) throw new PratiqueError('USAGE', `the list of targets has more than ${limits.targetListBytes} bytes`, { hint: 'use several lists' });
  return bytes;
} // prettier-ignore
