import { squash } from '../../../image/squash.ts';
import { compileGlob } from '../../../lib/text/glob-pattern.ts';
import { exitCodes } from '../../../model/exit-codes.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { planSlimming } from '../../../remedy/slim/plan-slimming.ts';
import { type SlimPlan } from '../../../remedy/slim/removable.ts';
import { slimDockerfile } from '../../../remedy/slim/slim-dockerfile.ts';
import { layersOfTarget, type ScannedLayers } from '../../../scan/layers-of-target.ts';
import { reachLayers } from '../../../scan/reach-layers.ts';
import { hasOption, optionValue, optionValues, type CommandContext, type CommandInput } from '../../command.ts';
import { writeViews, type ViewStyle } from '../../report/write-views.ts';
import { readOneTarget } from '../../scan/read-one-target.ts';
import { scanOptionsOf } from '../../scan/scan-options-of.ts';
import { type ScanRequest } from '../../scan/scan-request.ts';
import { buildSlim } from './build-slim.ts';
import { slimJson } from './slim-json.ts';
import { slimText } from './slim-text.ts';
import { type BuiltSlim, type SlimView } from './slim-view.ts';

/** A target → what can go → table, Dockerfile or JSON, and the image built without it → exit code. */
export async function runSlim(input: CommandInput, context: CommandContext): Promise<number> {
  const { target, request } = await readOneTarget(input, context, 'table', 'dockerfile', 'json');
  const tag = readTag(input);
  const images = await layersOfTarget(target, { ...scanOptionsOf(request, context), followsEntrypoint: true }, context.runtime);
  const [image] = images;
  if (image === undefined || images.length > 1)
    throw new PratiqueError('USAGE', `one image is made slimmer, and ${target} has ${images.length}`, {
      hint: 'choose one with --platform os/architecture',
    });
  const plan = await planOf(image, optionValues(input, 'keep'));
  const view: SlimView = { report: image.report, config: image.config, plan };
  const built = tag === undefined ? undefined : await build(target, tag, view, input, request, context);
  const shown = built === undefined ? view : { ...view, built };
  const writers = new Map([
    ['table', (style: ViewStyle) => slimText(shown, style)],
    ['dockerfile', () => slimDockerfile({ image: fromOf(image, target), plan, config: image.config, secretSettings: secretsOf(image) })],
    ['json', () => slimJson(shown, context.toolVersion)],
  ]);
  await writeViews(request.outputs, writers, context.output);
  const issues = image.layers.flatMap((layer) => layer.issues).filter(({ severity }) => severity === 'error');
  for (const { code, message } of issues) context.output.warn(`pratique: ${code}: ${message}`);
  return issues.length > 0 ? exitCodes.incomplete : exitCodes.passed;
}

/** The name of the image to build; absent where none is built. Throws USAGE. */
function readTag(input: CommandInput): string | undefined {
  const [isBuilt, tag] = [hasOption(input, 'build'), optionValue(input, 'tag')];
  if (!isBuilt && (tag !== undefined || hasOption(input, 'check')))
    throw new PratiqueError('USAGE', '--tag and --check need --build', { hint: 'add --build' });
  if (isBuilt && (tag === undefined || tag === ''))
    throw new PratiqueError('USAGE', '--build needs a name for the image', { hint: 'give one with --tag NAME' });
  return isBuilt ? tag : undefined;
}

async function planOf({ report, config, layers }: ScannedLayers, keep: readonly string[]): Promise<SlimPlan> {
  const kept = keep.map((glob) => compileGlob(glob.replace(/^\//, '')));
  const languages = config.env.flatMap((line) => /^(?:LANG|LANGUAGE|LC_ALL)=(.+)$/.exec(line)?.[1] ?? []);
  const { tree } = squash(layers);
  const { filesOf, ...reach } = await reachLayers(tree, report, config);
  return planSlimming({
    tree,
    reach,
    filesOf,
    packages: report.packages,
    findings: report.findings.filter(({ suppression }) => suppression === undefined),
    languages,
    isKept: (path) => kept.some((pattern) => pattern.matches(path)),
  });
}

async function build(
  target: string,
  tag: string,
  { report, plan }: SlimView,
  input: CommandInput,
  request: ScanRequest,
  context: CommandContext,
): Promise<BuiltSlim> {
  const check = splitWords(optionValue(input, 'check') ?? '');
  const options = scanOptionsOf(request, context);
  const made = await buildSlim(
    {
      name: target,
      target: report.target,
      insecure: hasOption(input, 'insecure'),
      files: [...new Set(plan.removable.flatMap(({ files }) => files))],
      tag,
      check,
      scan: async (layout) => {
        const [scanned] = await layersOfTarget(
          layout,
          { ...options, followsEntrypoint: true, open: { ...options.open, isPlatformOptional: true } },
          context.runtime,
        );
        if (scanned === undefined) throw new PratiqueError('BUILD_FAILED', 'the built image could not be scanned');
        return { report: scanned.report, bytes: (await planOf(scanned, [])).bytes };
      },
    },
    context.runtime,
  );
  return {
    tag,
    bytesBefore: plan.bytes,
    bytesAfter: made.bytes,
    findingsBefore: report.findings.length,
    findingsAfter: made.report.findings.length,
    removedFiles: made.removed.count,
    skipped: made.removed.skipped,
    ...(check.length === 0 ? {} : { check: check.join(' ') }),
  };
}

/** Words at blanks, with quotes as a shell has them. Throws USAGE. */
export function splitWords(text: string): readonly string[] {
  const words: string[] = [];
  for (const match of text.matchAll(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+/g))
    words.push(
      match[0].replace(/"((?:\\.|[^"\\])*)"|'([^']*)'|\\(.)/g, (_, double?: string, single?: string, escaped?: string) =>
        double === undefined ? (single ?? escaped ?? '') : double.replace(/\\(["\\])/g, '$1'),
      ),
    );
  if (/["']/.test(text.replace(/"(?:\\.|[^"\\])*"|'[^']*'|\\./g, '')))
    throw new PratiqueError('USAGE', '--check: a quote is not closed', { hint: 'close it' });
  return words;
}

/** What FROM can name: an archive has a name of its own, or none that a registry knows. */
function fromOf({ report: { target } }: ScannedLayers, name: string): string {
  if (target.scheme === 'registry' || target.scheme === 'docker' || target.scheme === 'podman') return target.name;
  return target.references?.[0] ?? name;
}

function secretsOf({ report }: ScannedLayers): ReadonlySet<string> {
  return new Set(
    report.findings.flatMap((finding) => (finding.kind === 'secret' && finding.setting !== undefined ? [finding.setting] : [])),
  );
}
