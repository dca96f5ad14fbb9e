import { exitCodes } from '../../model/exit-codes.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { analyseLayers } from '../../remedy/layers/analyse-layers.ts';
import { judgeByDive, type DiveResult } from '../../remedy/layers/dive-rules.ts';
import { findingsByLayer } from '../../remedy/layers/findings-by-layer.ts';
import { layersOfTarget } from '../../scan/layers-of-target.ts';
import { hasOption, type CommandContext, type CommandInput } from '../command.ts';
import { writeViews } from '../report/write-views.ts';
import { readOneTarget } from '../scan/read-one-target.ts';
import { scanOptionsOf } from '../scan/scan-options-of.ts';
import { writeLayersJson } from './layers-json.ts';
import { layersText } from './layers-text.ts';
import { type LayersView } from './layers-view.ts';
import { readDiveRules } from './read-dive-rules.ts';

/** A target → its layers and findings → table or JSON → exit code. */
export async function runLayers(input: CommandInput, context: CommandContext): Promise<number> {
  const { target, request } = await readOneTarget(input, context, 'table', 'json');
  const isJudged = hasOption(input, 'ci') || hasOption(input, 'ci-config');
  const rules = isJudged ? readDiveRules(input) : undefined;
  const images = await layersOfTarget(target, scanOptionsOf(request, context), context.runtime);
  const [image] = images;
  if (image === undefined || images.length > 1)
    throw new PratiqueError('USAGE', `layers are those of one image, and ${target} has ${images.length}`, {
      hint: 'choose one with --platform os/architecture',
    });
  const { report, config, layers } = image;
  const analysis = analyseLayers(layers);
  const results = rules === undefined ? undefined : judge(() => judgeByDive(analysis, rules.values), rules.origin);
  const issues = layers.flatMap((layer) => layer.issues).filter(({ severity }) => severity === 'error');
  const view: LayersView = {
    report,
    analysis,
    findings: findingsByLayer(report),
    compressedBytes: layers.map((layer) => layer.compressedBytes),
    emptyInstructions: config.history.filter(({ isEmptyLayer }) => isEmptyLayer).length,
    issues,
    ...(results === undefined ? {} : { results }),
  };
  const writers = new Map([
    ['table', (style: { width: number; useColor: boolean }) => layersText(view, style)],
    ['json', () => writeLayersJson(view, context.toolVersion)],
  ]);
  await writeViews(request.outputs, writers, context.output);
  for (const { code, message } of issues) context.output.warn(`pratique: ${code}: ${message}`);
  if (results?.some(({ outcome }) => outcome === 'failed') === true) return exitCodes.policyFailed;
  return issues.length > 0 ? exitCodes.incomplete : exitCodes.passed;
}

/** A value that is no number is a fault of the file or the command line. */
function judge(run: () => readonly DiveResult[], origin: string | undefined): readonly DiveResult[] {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new PratiqueError(origin === undefined ? 'USAGE' : 'CONFIG_INVALID', `${origin === undefined ? '' : `${origin}: `}${error.message}`, { cause: error });
  }
} // prettier-ignore
