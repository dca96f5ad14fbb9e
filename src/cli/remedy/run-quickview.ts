import { exitCodes } from '../../model/exit-codes.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { completenessStatement } from '../../policy/completeness-statement.ts';
import { scanDescribed, scanTarget, type DescribedReport } from '../../scan/scan-target.ts';
import { optionValue, optionValues, type CommandContext, type CommandInput } from '../command.ts';
import { writeViews, type ViewStyle } from '../report/write-views.ts';
import { readOneTarget } from '../scan/read-one-target.ts';
import { scanOptionsOf } from '../scan/scan-options-of.ts';
import { type ScanRequest } from '../scan/scan-request.ts';
import { quickviewJson, quickviewText, type Quickview } from './quickview-view.ts';
import { recommendBase } from './recommend-base.ts';
import { type Recommendation } from './recommendation.ts';

/** A target → its report, and what is known of its base → one screen → exit code. */
export async function runQuickview(input: CommandInput, context: CommandContext): Promise<number> {
  const { target, request } = await readOneTarget(input, context, 'table', 'json');
  const options = scanOptionsOf(request, context);
  const reports = await scanDescribed(target, options, context.runtime);
  const [image] = reports;
  if (image === undefined || reports.length > 1)
    throw new PratiqueError('USAGE', `one image is summarised, and ${target} has ${reports.length}`, {
      hint: 'choose one with --platform os/architecture',
    });
  const { report } = image;
  const base = report.target.layers.length === 0 ? undefined : await tryRecommend(target, image, input, request, context);
  const view: Quickview = { report, ...(base === undefined ? {} : { base }) };
  const writers = new Map([
    ['table', (style: ViewStyle) => quickviewText(view, style)],
    ['json', () => quickviewJson(view, context.toolVersion)],
  ]);
  await writeViews(request.outputs, writers, context.output);
  return completenessStatement(report, request.gate.allowIncomplete).isMet ? exitCodes.passed : exitCodes.incomplete;
}

/** A registry is asked about the base only where the image itself came from one, or a base is named. */
async function tryRecommend(
  target: string,
  image: DescribedReport,
  input: CommandInput,
  request: ScanRequest,
  context: CommandContext,
): Promise<Recommendation | undefined> {
  const base = optionValue(input, 'base');
  const repositories = optionValues(input, 'base-repository');
  const scan = scanOptionsOf(request, context);
  const isOffline =
    scan.open.isOffline === true || (image.report.target.scheme !== 'registry' && base === undefined && repositories.length === 0);
  try {
    return await recommendBase(
      {
        target,
        image,
        ...(base === undefined ? {} : { base }),
        repositories,
        candidates: [],
        limit: 3,
        scan: { ...scan, open: { ...scan.open, isOffline } },
        cacheDirectory: context.cacheDirectory,
        scanCandidate: (image, options) => scanTarget(image, options, context.runtime),
      },
      context.runtime,
    );
  } catch (error) {
    if (!(error instanceof PratiqueError) || error.code !== 'BASE_UNKNOWN') throw error;
    return undefined;
  }
}
