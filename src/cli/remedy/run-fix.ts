import { keepHeapSmall } from '../../lib/engine/keep-heap-small.ts';
import { exitCodes } from '../../model/exit-codes.ts';
import { limits } from '../../model/limits.ts';
import { type PlannedAction } from '../../model/plan.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type ScanReport } from '../../model/report.ts';
import { planActions } from '../../remedy/plan-actions.ts';
import { proveActions, type Proof } from '../../remedy/proof.ts';
import { readBuild } from '../../check/dockerfile/build/read-build.ts';
import { parseDockerfile } from '../../check/dockerfile/syntax/parse-dockerfile.ts';
import { type ScanOptions, scanTarget } from '../../scan/scan-target.ts';
import { hasOption, optionValue, optionValues, type CommandContext, type CommandInput } from '../command.ts';
import { viewFormats, writeViews } from '../report/write-views.ts';
import { scanOptionsOf } from '../scan/scan-options-of.ts';
import { readScanRequest, type ScanRequest } from '../scan/scan-request.ts';
import { readBoundedFile } from '../terminal/read-bounded-file.ts';
import { readPassword } from '../terminal/read-password.ts';
import { writeOutputFile } from '../terminal/write-output-file.ts';
import { refuseCommandAsTarget } from '../words/not-an-image.ts';
import { writeFixJson } from './fix-json.ts';
import { fixText } from './fix-text.ts';
import { type FilePatch, type FixView } from './fix-view.ts';
import { editsOf, fitToImage, patchText } from './patch-dockerfile.ts';
import { updaterNotes } from './find-updaters.ts';
import { type ManifestPatches, patchManifests } from './patch-manifests.ts';
import { pinBases } from './pin-bases.ts';

/** An image and its sources → plan → patches → written, built and scanned as asked → text or JSON → exit code. */
export async function runFix(input: CommandInput, context: CommandContext): Promise<number> {
  keepHeapSmall();
  const request = await readRequest(input, context);
  const [target] = request.targets;
  if (target !== undefined) refuseCommandAsTarget(target, context.commands);
  const scan: ScanOptions = { ...scanOptionsOf(request, context), kinds: ['vulnerability'] };
  const report = target === undefined ? undefined : await scanOne(target, scan, context);
  const plan = report === undefined ? [] : planFor(report, input);
  const dockerfile = await patchDockerfile(report, plan, request, input, context);
  const packages = new Map(report?.packages.map((found) => [found.id, found]) ?? []);
  const manifests = patchManifests(optionValues(input, 'lock'), plan, packages);
  const patches = [...(dockerfile.patch === undefined ? [] : [dockerfile.patch]), ...manifests.patches];
  const patched = new Set([...dockerfile.patched, ...manifests.patched]);
  const isProved = hasOption(input, 'prove');
  const proof = report !== undefined && isProved ? await prove({ report, patches, patched, manifests, scan }, input, context) : undefined;
  const isApplied = hasOption(input, 'apply') && patches.length > 0;
  if (isApplied) for (const { path, text } of patches) writeOutputFile(path, [text]);
  const notes = [...dockerfile.notes, ...relockNotes(manifests, isApplied), ...updaterNotes(patches.map(({ path }) => path)), ...(isApplied ? [`Written: ${patches.map(({ path }) => path).join(', ')}`] : [])];
  const view: FixView = { ...(report === undefined ? {} : { report }), plan, patched, patches, notes, isApplied, ...(proof === undefined ? {} : { proof }) };
  const writers = new Map([['table', (style: { width: number }) => fixText(view, style)], ['json', () => writeFixJson(view, context.toolVersion)]]);
  await writeViews(request.outputs, writers, context.output);
  return exitCodeOf(report, proof, context);
} // prettier-ignore

async function readRequest(input: CommandInput, context: CommandContext): Promise<ScanRequest> {
  const password = await readPassword(input, context.output);
  const formats = viewFormats('table', 'json');
  // `--target` is a stage here, and where a report goes in a scan.
  const options = new Map([...input.options].filter(([name]) => name !== 'target'));
  if (hasOption(input, 'prove') && optionValue(input, 'dockerfile') === undefined)
    throw new PratiqueError('USAGE', '--prove needs --dockerfile', { hint: 'name the Dockerfile that the image was built from' });
  return readScanRequest({ ...input, options }, { formats, cacheDirectory: context.cacheDirectory, ...(password === undefined ? {} : { password }) });
} // prettier-ignore

async function scanOne(target: string, scan: ScanOptions, context: CommandContext): Promise<ScanReport> {
  const [report, ...others] = await scanTarget(target, scan, context.runtime);
  if (report !== undefined && others.length === 0) return report;
  throw new PratiqueError('USAGE', `a plan is for one image, and ${target} has ${others.length + 1}`, { hint: 'choose one with --platform os/architecture' });
} // prettier-ignore

/** The base image is the Dockerfile's matter: FROM is pinned anew, and its packages are upgraded in the image. */
function planFor(report: ScanReport, input: CommandInput): readonly PlannedAction[] {
  const acceptUntil = optionValue(input, 'accept-until');
  if (acceptUntil !== undefined && !/^\d{4}-\d\d-\d\d$/.test(acceptUntil))
    throw new PratiqueError('USAGE', `--accept-until ${acceptUntil} is not a date`, { hint: 'write it as YYYY-MM-DD' });
  const plan = planActions(report.findings, report.packages, {
    layers: report.target.layers,
    canUpdateBase: optionValue(input, 'dockerfile') === undefined,
    ...(acceptUntil === undefined ? {} : { acceptUntil }),
  });
  return hasOption(input, 'no-major') ? plan.filter(({ isMajor }) => isMajor !== true) : plan;
}

interface PatchedDockerfile {
  readonly patch?: FilePatch;
  readonly patched: readonly PlannedAction[];
  readonly notes: readonly string[];
}

async function patchDockerfile(
  report: ScanReport | undefined,
  plan: readonly PlannedAction[],
  request: ScanRequest,
  input: CommandInput,
  { runtime }: CommandContext,
): Promise<PatchedDockerfile> {
  const path = optionValue(input, 'dockerfile');
  if (path === undefined) return { patched: [], notes: [] };
  const text = readBoundedFile(path, limits.dockerfileBytes, 'the Dockerfile').toString('utf8');
  const fitted = report === undefined ? undefined : fitToImage(path, text, report, optionValue(input, 'target'));
  const edits = report === undefined || fitted === undefined ? new Map() : editsOf(plan, fitted, report);
  const mayAsk = !hasOption(input, 'no-pin') && request.open.isOffline !== true;
  const pins = mayAsk ? await pinBases(readBuild(parseDockerfile(text)), path, request.open.registry ?? {}, runtime) : { edits: [], notes: [] };
  const patch = patchText(path, text, [...edits.values(), ...pins.edits]);
  return { ...(patch === undefined ? {} : { patch }), patched: [...edits.keys()], notes: pins.notes };
} // prettier-ignore

function relockNotes({ relocks }: ManifestPatches, isApplied: boolean): readonly string[] {
  const when = isApplied ? 'Now bring' : 'After applying, bring';
  return relocks.map(({ folder, words }) => `${when} the lock file in ${folder} in step: ${words.join(' ')}`);
}

interface ProofInput {
  readonly report: ScanReport;
  readonly patches: readonly FilePatch[];
  readonly patched: ReadonlySet<PlannedAction>;
  readonly manifests: ManifestPatches;
  readonly scan: ScanOptions;
}

async function prove({ report, patches, patched, manifests, scan }: ProofInput, input: CommandInput, context: CommandContext): Promise<Proof> {
  const { scanFixed } = await import('./prove/prove-fix.ts');
  const pick = (name: string, as: string = name): Record<string, string> => {
    const value = optionValue(input, name);
    return value === undefined ? {} : { [as]: value };
  };
  const { relocks } = manifests;
  const fixed = await scanFixed({ dockerfile: optionValue(input, 'dockerfile') ?? 'Dockerfile', ...pick('context'), ...pick('target'), ...pick('builder'), patches, relocks, scan }, context);
  return proveActions(report, fixed, [...patched]);
} // prettier-ignore

function exitCodeOf(report: ScanReport | undefined, proof: Proof | undefined, { output }: CommandContext): number {
  const gaps = report?.issues.filter(({ severity }) => severity === 'error') ?? [];
  for (const { code, message } of gaps) output.warn(`pratique: ${code}: ${message}`);
  return gaps.length > 0 || (proof !== undefined && proof.remaining.length > 0) ? exitCodes.incomplete : exitCodes.passed;
}
