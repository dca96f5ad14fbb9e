import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepHeapSmall } from '../../lib/engine/keep-heap-small.ts';
import { field, isJsonObject, type JsonObject } from '../../lib/json/json-readers.ts';
import { parseJsonBounded } from '../../lib/json/parse-json-bounded.ts';
import { type Digest } from '../../model/digest.ts';
import { exitCodes } from '../../model/exit-codes.ts';
import { isUnfixed } from '../../model/finding.ts';
import { limits } from '../../model/limits.ts';
import { type PlannedAction } from '../../model/plan.ts';
import { hostPlatform, type Platform } from '../../model/platform.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type ScanReport } from '../../model/report.ts';
import { type ImageDocuments } from '../../remedy/patch/append-layer.ts';
import { diffPackages } from '../../remedy/patch/package-diff.ts';
import { planActions } from '../../remedy/plan-actions.ts';
import { proveActions } from '../../remedy/proof.ts';
import { type ScanOptions, scanTarget } from '../../scan/scan-target.ts';
import { choosePlatform } from '../../trust/store/choose-platform.ts';
import { copyImage } from '../../trust/store/copy-image.ts';
import { chooseTag, openRepository, type OpenedRepository } from '../../trust/store/open-repository.ts';
import { resolveImage, type ResolvedImage } from '../../trust/store/resolve-image.ts';
import { hasOption, optionValue, type CommandContext, type CommandInput } from '../command.ts';
import { viewFormats, writeViews } from '../report/write-views.ts';
import { scanOptionsOf } from '../scan/scan-options-of.ts';
import { readScanRequest, type ScanRequest } from '../scan/scan-request.ts';
import { readPassword } from '../terminal/read-password.ts';
import { writeOutputFile } from '../terminal/write-output-file.ts';
import { layerByBuildah } from './patch/buildah-layer.ts';
import { patchJson, patchText } from './patch/patch-text.ts';
import { writePatchVex } from './patch/patch-vex.ts';
import { type PatchView } from './patch/patch-view.ts';
import { publish, storeWithLayer } from './patch/publish-image.ts';

/** An image → its upgrade → a layer → a scan that proves it → stored → text, JSON, VEX → exit code. */
export async function runPatch(input: CommandInput, context: CommandContext): Promise<number> {
  keepHeapSmall();
  const password = await readPassword(input, context.output);
  const formats = viewFormats('table', 'json');
  const options = new Map([...input.options].filter(([name]) => name !== 'vex'));
  const request = readScanRequest({ ...input, options }, { formats, cacheDirectory: context.cacheDirectory, ...(password === undefined ? {} : { password }) });
  const folder = makeFolder();
  try {
    const { view, after } = await patchImage(request, input, folder, context);
    const vex = optionValue(input, 'vex');
    if (vex !== undefined && after !== undefined && view.stored !== undefined)
      writeOutputFile(vex, writePatchVex({ before: view.before, after, ...view.stored }, context.runtime.now(), context.toolVersion));
    const writers = new Map([['table', (style: { width: number }) => patchText(view, style)], ['json', () => patchJson(view, context.toolVersion)]]);
    await writeViews(request.outputs, writers, context.output);
    const gaps = view.before.issues.filter(({ severity }) => severity === 'error');
    for (const { code, message } of gaps) context.output.warn(`pratique: ${code}: ${message}`);
    return view.proof !== undefined && view.proof.remaining.length > 0 ? exitCodes.incomplete : exitCodes.passed;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
} // prettier-ignore

/** buildah takes the path of a layout for a name, in which it allows no upper case. */
function makeFolder(): string {
  const folder = join(tmpdir(), `pratique-patch-${randomUUID()}`);
  mkdirSync(folder, { mode: 0o700 });
  return folder;
}

interface Patched {
  readonly view: PatchView;
  readonly after?: ScanReport;
}

async function patchImage(request: ScanRequest, input: CommandInput, folder: string, context: CommandContext): Promise<Patched> {
  const { runtime, output } = context;
  const image = input.arguments[0] ?? '';
  const registry = request.open.registry ?? {};
  await using source = await openRepository(image, { registry });
  const target = await openTarget(source, optionValue(input, 'tag'), registry);
  await using _target = target?.opened;
  const top = await resolveImage(source.repository, await chooseTag(source), runtime);
  const platform = request.open.platform === 'all' ? hostPlatform(process) : request.open.platform;
  const chosen = await chooseManifest(top, platform, source, runtime);
  const layout = join(folder, 'layout');
  await using work = await openRepository(`oci-dir:${layout}`, { registry: {}, create: true });
  await copyImage({ repository: source.repository, tagOrDigest: chosen.digest }, { repository: work.repository, tag: 'source' }, { withArtifacts: false }, runtime);
  const scan: ScanOptions = { ...scanOptionsOf(request, context), kinds: ['vulnerability'], open: { ...request.open, isPlatformOptional: true } };
  const before = await scanOne(`oci-dir:${layout}:source`, scan, context);
  const action = upgradeOf(before);
  const unfixed = new Set(before.findings.flatMap((finding) => (finding.kind === 'vulnerability' && isUnfixed(finding) ? [finding.id] : []))).size;
  const seen = { image, digest: top.digest, before, unfixed, packages: [] };
  if (action === undefined) return { view: { ...seen, outcome: 'nothing-to-patch', notes: [] } };
  if (action.command === undefined)
    throw new PatchError(before, `${image} has no package manager`, 'rebuild it on a newer base image (pratique recommend)');
  output.note(`pratique: upgrading ${action.changes?.length ?? 0} packages of ${before.target.distribution?.prettyName ?? 'the distribution'} …`);
  const command = strict(action.command);
  const layer = await layerByBuildah(layout, 'source', command, folder, runtime).catch((error: unknown) => {
    throw error instanceof PratiqueError ? new PatchError(before, error.message) : error;
  });
  const history = { createdBy: `RUN /bin/sh -c ${action.command} # pratique patch`, created: runtime.now().toISOString() };
  const manifest = await storeWithLayer(work.repository, await readDocuments(chosen.digest, work, runtime), { layer, history, tag: 'patched' }, runtime);
  const after = await scanOne(`oci-dir:${layout}:patched`, scan, context);
  const proof = proveActions(before, after, [action]);
  const packages = diffPackages(before.packages, after.packages);
  if (proof.remaining.length > 0 && !hasOption(input, 'allow-partial')) {
    const rows = proof.remaining.slice(0, 3).map((row) => `${row.id} in ${row.package} ${row.version ?? ''}`);
    throw new PatchError(before, `${proof.remaining.length} of ${proof.predicted} findings are still there after the upgrade: ${rows.join(', ')}; nothing was stored`, 'the mirrors of the image may not have the fixed versions yet; --allow-partial stores what could be upgraded');
  }
  const view = { ...seen, action, proof, packages };
  if (target === undefined) return { view: { ...view, outcome: 'not-stored', notes: ['Give --tag to store the patched image.'] }, after };
  const stored = await publish({ repository: work.repository, manifest }, { repository: source.repository, top, replaced: chosen.digest }, { repository: target.opened.repository, tag: target.tag }, runtime);
  const notes = await signatureNotes(source, top, chosen, stored, context);
  return { view: { ...view, outcome: 'patched', stored: { name: `${target.opened.repository.name}:${target.tag}`, digest: stored.digest }, notes }, after };
} // prettier-ignore

/** Throws with the release, and whether it is still supported: mirrors drop what is not. */
class PatchError extends PratiqueError {
  constructor({ target: { distribution }, startedAt }: ScanReport, message: string, hint?: string) {
    const { prettyName, endOfLife } = distribution ?? {};
    const isOver = endOfLife !== undefined && endOfLife < startedAt.toISOString().slice(0, 10);
    const release = prettyName === undefined ? '' : ` (${prettyName}${isOver ? `, without security support since ${endOfLife}` : ''})`;
    const advice =
      isOver && /\b40[34]\b|fetch|Err:/.test(message)
        ? 'use an archive mirror in the image’s sources, or a newer base image (pratique recommend)'
        : hint;
    super('PATCH_FAILED', `${message}${release}`, advice === undefined ? {} : { hint: advice });
  }
}

/** An index that cannot be fetched fails the update; by default apt warns and goes on. */
function strict(command: string): string {
  return command.replace('apt-get update', 'apt-get -o APT::Update::Error-Mode=any update').replace('apt-get install', 'apt-get -o Dpkg::Options::=--force-confold install');
} // prettier-ignore

function upgradeOf(report: ScanReport): PlannedAction | undefined {
  const plan = planActions(report.findings, report.packages, { canUpdateBase: false });
  return plan.find(({ kind }) => kind === 'upgrade-system-packages');
}

async function openTarget(source: OpenedRepository, tag: string | undefined, registry: NonNullable<ScanRequest['open']['registry']>) {
  if (tag === undefined) return undefined;
  if (/^[\w][\w.-]*$/.test(tag)) {
    if (tag === source.tag) throw new PratiqueError('USAGE', `--tag ${tag} is the tag of the image, which is never changed`, { hint: 'give another tag' });
    return { opened: { ...source, [Symbol.asyncDispose]: () => Promise.resolve() }, tag };
  }
  const opened = await openRepository(tag, { registry, create: true });
  const wanted = opened.tag ?? source.tag ?? 'latest';
  if (opened.repository.name === source.repository.name && wanted === source.tag)
    throw new PratiqueError('USAGE', `--tag ${tag} is the image itself, which is never changed`, { hint: 'give another tag' });
  return { opened, tag: wanted };
} // prettier-ignore

async function chooseManifest(top: ResolvedImage, platform: Platform, source: OpenedRepository, runtime: CommandContext['runtime']): Promise<ResolvedImage> {
  if (!top.isIndex) return top;
  return (await choosePlatform(top, platform, source.repository, runtime)).image;
} // prettier-ignore

async function readDocuments(
  digest: Digest,
  { repository }: OpenedRepository,
  runtime: CommandContext['runtime'],
): Promise<ImageDocuments> {
  const { bytes } = await repository.readManifest(digest, runtime);
  const manifest = parseObject(bytes);
  const config = field(manifest, 'config');
  const [of, size] = isJsonObject(config) ? [field(config, 'digest'), field(config, 'size')] : [];
  const blob = { digest: of as Digest, size: Number(size) };
  return { manifest, config: parseObject(await repository.readBlob(blob, limits.documentBytes, runtime)) };
}

function parseObject(bytes: Uint8Array): JsonObject {
  const document = parseJsonBounded(Buffer.from(bytes), { maxBytes: limits.documentBytes, maxDepth: 64 });
  if (isJsonObject(document)) return document;
  throw new PratiqueError('DOCUMENT_INVALID', 'a manifest or configuration is not a JSON object');
}

async function scanOne(target: string, scan: ScanOptions, { runtime }: CommandContext): Promise<ScanReport> {
  const [report] = await scanTarget(target, scan, runtime);
  if (report !== undefined) return report;
  throw new PratiqueError('TARGET_UNREADABLE', `${target} could not be scanned`);
}

/** What was signed is the old digest. */
async function signatureNotes(source: OpenedRepository, top: ResolvedImage, chosen: ResolvedImage, { droppedAttestations }: { readonly droppedAttestations: number }, { runtime }: CommandContext): Promise<readonly string[]> {
  let attached = droppedAttestations;
  for (const digest of new Set([top.digest, chosen.digest])) {
    const { items } = await source.repository.listReferrers(digest, {}, runtime);
    attached += items.length;
    for (const suffix of ['sig', 'att', 'sbom']) if ((await source.repository.findManifest(`${digest.replace(':', '-')}.${suffix}`, runtime)) !== undefined) attached += 1;
  }
  return attached === 0 ? [] : [`${attached} ${attached === 1 ? 'signature or attestation is' : 'signatures and attestations are'} not valid for the new digest: sign it with pratique sign`];
} // prettier-ignore
