import { exitCodes } from '../../model/exit-codes.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type ScanReport } from '../../model/report.ts';
import { scanTarget, type ScanOptions } from '../../scan/scan-target.ts';
import { hasOption, optionValue, optionValues, type CommandContext, type CommandInput } from '../command.ts';
import { writeViews, type ViewStyle } from '../report/write-views.ts';
import { readOneTarget } from '../scan/read-one-target.ts';
import { scanOptionsOf } from '../scan/scan-options-of.ts';
import { type ScanRequest } from '../scan/scan-request.ts';
import { recommendBase, type RecommendRequest } from './recommend-base.ts';
import { recommendationJson } from './recommendation-json.ts';
import { recommendationMarkdown } from './recommendation-markdown.ts';
import { recommendationText } from './recommendation-text.ts';

/** An image → its base → what could replace it → table, JSON or Markdown → exit code. */
export async function runRecommend(input: CommandInput, context: CommandContext): Promise<number> {
  const { target, request } = await readOneTarget(input, context, 'table', 'json', 'markdown');
  const recommendation = await recommendBase(readRequest(target, input, request, context), context.runtime);
  const writers = new Map([
    ['table', (style: ViewStyle) => recommendationText(recommendation, style)],
    ['json', () => recommendationJson(recommendation, context.toolVersion)],
    ['markdown', () => recommendationMarkdown(recommendation)],
  ]);
  await writeViews(request.outputs, writers, context.output);
  for (const note of recommendation.notes) context.output.warn(`pratique: ${note}`);
  if (recommendation.findings.length > 0 && request.gate.exitCode !== 0) return request.gate.exitCode;
  return recommendation.notes.some((note) => note.startsWith('cannot scan')) ? exitCodes.incomplete : exitCodes.passed;
}

/** Throws USAGE. */
export function readRequest(target: string, input: CommandInput, request: ScanRequest, context: CommandContext): RecommendRequest {
  const [base, tag] = [optionValue(input, 'base'), optionValue(input, 'tag')];
  const isRefresh = hasOption(input, 'only-refresh');
  if (isRefresh && hasOption(input, 'only-update'))
    throw new PratiqueError('USAGE', '--only-refresh and --only-update exclude each other', { hint: 'give one of them, or neither' });
  return {
    target,
    ...(base === undefined ? {} : { base }),
    ...(tag === undefined ? {} : { tag }),
    repositories: optionValues(input, 'base-repository'),
    candidates: optionValues(input, 'candidate'),
    ...(isRefresh ? { only: 'refresh' as const } : hasOption(input, 'only-update') ? { only: 'update' as const } : {}),
    limit: readLimit(optionValue(input, 'limit') ?? '20'),
    scan: scanOptionsOf(request, context),
    cacheDirectory: context.cacheDirectory,
    scanCandidate: (image, options) => scanCandidate(image, options, request, context),
  };
}

/** By its attached SBOM where that was asked for and there is one. */
async function scanCandidate(
  image: string,
  options: ScanOptions,
  { usesAttachedSboms }: ScanRequest,
  context: CommandContext,
): Promise<readonly ScanReport[]> {
  if (!usesAttachedSboms) return scanTarget(image, options, context.runtime);
  const { takeAttachedSbom } = await import('../scan/attached-sbom.ts');
  const { registry = {}, platform } = options.open;
  const standIn = await takeAttachedSbom(image, { registry, platform }, context);
  return scanTarget(image, { ...options, ...(standIn === undefined ? {} : { standIn }) }, context.runtime);
}

function readLimit(text: string): number {
  const limit = /^\d{1,2}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > 50)
    throw new PratiqueError('USAGE', `--limit: ${JSON.stringify(text.slice(0, 80))} is not from 1 to 50`, { hint: 'give a number of candidates' });
  return limit;
} // prettier-ignore
