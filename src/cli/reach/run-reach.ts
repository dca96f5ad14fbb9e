import { keepHeapSmall } from '../../lib/engine/keep-heap-small.ts';
import { exitCodes } from '../../model/exit-codes.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { reachTarget } from '../../scan/reach-target.ts';
import { optionValue, optionValues, type CommandContext, type CommandInput } from '../command.ts';
import { viewFormats, writeViews, type ViewStyle } from '../report/write-views.ts';
import { scanOptionsOf } from '../scan/scan-options-of.ts';
import { readScanRequest } from '../scan/scan-request.ts';
import { readPassword } from '../terminal/read-password.ts';
import { refuseCommandAsTarget } from '../words/not-an-image.ts';
import { packageEdges } from './package-edges.ts';
import { reachDot } from './reach-dot.ts';
import { writeReachJson } from './reach-json.ts';
import { reachSvg } from './reach-svg.ts';
import { reachText } from './reach-text.ts';
import { makeReachView } from './reach-view.ts';

/** A target → what its entrypoint can load → table, JSON or a graph → exit code. */
export async function runReach(input: CommandInput, context: CommandContext): Promise<number> {
  keepHeapSmall();
  const password = await readPassword(input, context.output);
  const formats = viewFormats('table', 'json', 'dot', 'svg');
  const given = { formats, cacheDirectory: context.cacheDirectory, ...(password === undefined ? {} : { password }) };
  const request = readScanRequest(input, given);
  const [target = '', ...others] = request.targets;
  if (others.length > 0) throw new PratiqueError('USAGE', 'reach is about one TARGET', { hint: 'run pratique reach once for each' });
  refuseCommandAsTarget(target, context.commands);
  const options = scanOptionsOf(request, context);
  const { report, reach, issues } = await reachTarget(target, options, readCommand(input), context.runtime);
  const view = makeReachView(report, reach, optionValues(input, 'package'));
  const writers = new Map([
    ['table', (style: ViewStyle) => reachText(view, style)],
    ['json', () => writeReachJson(view, context.toolVersion)],
    ['dot', () => reachDot(packageEdges(view))],
    ['svg', () => reachSvg(packageEdges(view))],
  ]);
  await writeViews(request.outputs, writers, context.output);
  const unread = issues.filter(({ severity }) => severity === 'error');
  for (const { code, message } of unread) context.output.warn(`pratique: ${code}: ${message}`);
  return unread.length > 0 ? exitCodes.incomplete : exitCodes.passed;
}

/** In the exec form, as JSON, or as words with blanks between them. */
function readCommand(input: CommandInput): readonly string[] | undefined {
  const text = optionValue(input, 'entrypoint');
  if (text === undefined) return undefined;
  if (!text.trim().startsWith('[')) return text.trim() === '' ? [] : text.trim().split(/\s+/);
  try {
    const words: unknown = JSON.parse(text);
    if (Array.isArray(words) && words.every((word) => typeof word === 'string')) return words;
  } catch {
    // Reported as what it is not.
  }
  throw new PratiqueError('USAGE', '--entrypoint is not a JSON array of strings', {
    hint: '--entrypoint "node server.js", or \'["node", "server.js"]\'',
  });
}
