import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { readBuild } from '../../check/dockerfile/build/read-build.ts';
import { parseDockerfile } from '../../check/dockerfile/syntax/parse-dockerfile.ts';
import { keepHeapSmall } from '../../lib/engine/keep-heap-small.ts';
import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { exitCodes } from '../../model/exit-codes.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { basesOf } from '../../remedy/dockerfile/pin-edits.ts';
import { proveActions, type Proof } from '../../remedy/proof.ts';
import {
  eventsBetween,
  stateOf,
  watchEventKinds,
  type WatchedImage,
  type WatchEvent,
  type WatchEventKind,
} from '../../remedy/watch/watch-state.ts';
import { type ScanOptions, scanTarget } from '../../scan/scan-target.ts';
import { optionValue, optionValues, type CommandContext, type CommandInput } from '../command.ts';
import { splitList } from '../report/split-list.ts';
import { viewFormats, writeViews } from '../report/write-views.ts';
import { scanOptionsOf } from '../scan/scan-options-of.ts';
import { readScanRequest, type ScanRequest } from '../scan/scan-request.ts';
import { formatError } from '../terminal/format-error.ts';
import { readBoundedFile } from '../terminal/read-bounded-file.ts';
import { readPassword } from '../terminal/read-password.ts';
import { writeOutputFile } from '../terminal/write-output-file.ts';
import { digestOfTag } from './pin-bases.ts';
import { proofLines } from './proof-text.ts';
import { readHooks, type RebuildHook } from './watch/rebuild-hooks.ts';

/** What a look at one image found, and what was done. */
interface Look {
  readonly image: string;
  readonly isFirst: boolean;
  readonly findings: number;
  readonly events: readonly WatchEvent[];
  /** Names of hooks that ran. */
  readonly hooks: readonly string[];
  readonly proof?: Proof;
  readonly error?: string;
}

interface Watch {
  readonly request: ScanRequest;
  readonly scan: ScanOptions;
  readonly hooks: readonly RebuildHook[];
  readonly kinds: ReadonlySet<string>;
  readonly bases: readonly string[];
  readonly statePath: string;
}

/** Images → what happened since the last look → hooks → text or JSON → exit code; once, or until stopped. */
export async function runWatch(input: CommandInput, context: CommandContext): Promise<number> {
  keepHeapSmall();
  const watch = await readWatch(input, context);
  const minutes = readInterval(optionValue(input, 'interval'));
  for (;;) {
    const looks = await lookAtAll(watch, context);
    const writers = new Map([
      ['table', (style: { width: number }) => watchText(looks, style.width)],
      ['json', () => [`${JSON.stringify({ schemaVersion: 1, tool: { name: 'pratique', version: context.toolVersion }, images: looks }, undefined, 2)}\n`]],
    ]);
    await writeViews(watch.request.outputs, writers, context.output);
    if (minutes === undefined) return looks.some(({ error }) => error !== undefined) ? exitCodes.failed : exitCodes.passed;
    await wait(minutes * 60_000, undefined, { signal: context.runtime.signal });
  }
} // prettier-ignore

async function readWatch(input: CommandInput, context: CommandContext): Promise<Watch> {
  const password = await readPassword(input, context.output);
  const request = readScanRequest(input, { formats: viewFormats('table', 'json'), cacheDirectory: context.cacheDirectory, ...(password === undefined ? {} : { password }) });
  const kinds = splitList(optionValue(input, 'on') ?? 'base-moved,fix-available,exploited');
  const unknown = kinds.find((kind) => !watchEventKinds.includes(kind as WatchEventKind));
  if (unknown !== undefined) throw new PratiqueError('USAGE', `--on ${unknown} is not an event`, { hint: `choose from ${watchEventKinds.join(', ')}` });
  const dockerfile = optionValue(input, 'dockerfile');
  const text = dockerfile === undefined ? undefined : readBoundedFile(dockerfile, limits.dockerfileBytes, 'the Dockerfile').toString('utf8');
  const named = text === undefined ? [] : basesOf(readBuild(parseDockerfile(text))).map(({ base }) => base.name);
  return {
    request,
    scan: { ...scanOptionsOf(request, context), kinds: ['vulnerability'] },
    hooks: readHooks(input),
    kinds: new Set(kinds),
    bases: [...new Set([...optionValues(input, 'base'), ...named])],
    statePath: optionValue(input, 'state') ?? 'pratique-watch.json',
  };
} // prettier-ignore

function readInterval(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const minutes = Number(text);
  if (Number.isFinite(minutes) && minutes >= 1 && minutes <= 24 * 60) return minutes;
  throw new PratiqueError('USAGE', `--interval ${text} is not a number of minutes from 1 to 1440`);
}

/** One after the other. What is remembered is written after each, so that a stop loses nothing. */
async function lookAtAll(watch: Watch, context: CommandContext): Promise<readonly Look[]> {
  const state = readState(watch.statePath);
  const looks: Look[] = [];
  for (const image of watch.request.targets) {
    try {
      const { look, remember } = await lookAt(image, state.get(image), watch, context);
      looks.push(look);
      if (remember !== undefined) state.set(image, remember);
      writeOutputFile(watch.statePath, [`${JSON.stringify({ schemaVersion: 1, images: Object.fromEntries(state) })}\n`]);
    } catch (error) {
      if (!(error instanceof PratiqueError) || context.runtime.signal.aborted) throw error;
      context.output.warn(formatError(error));
      looks.push({ image, isFirst: !state.has(image), findings: 0, events: [], hooks: [], error: error.message });
    }
  }
  return looks;
}

async function lookAt(image: string, last: WatchedImage | undefined, watch: Watch, context: CommandContext): Promise<{ look: Look; remember?: WatchedImage }> {
  const { runtime, output } = context;
  const bases = await digestsOf(watch, last, context);
  const before = await scanOne(image, watch.scan, context);
  const now = stateOf(before, bases);
  const events = eventsBetween(last, now, before);
  const look: Look = { image, isFirst: last === undefined, findings: new Set(before.findings.map((finding) => (finding.kind === 'vulnerability' ? finding.id : ''))).size, events, hooks: [] };
  if (!events.some(({ kind }) => watch.kinds.has(kind)) || watch.hooks.length === 0) return { look, remember: now };
  const hooks: string[] = [];
  for (const hook of watch.hooks) {
    try {
      output.note(`pratique: ${image}: ${hook.name} …`);
      await hook.run({ image, events }, runtime);
      hooks.push(hook.name);
    } catch (error) {
      if (!(error instanceof PratiqueError) || runtime.signal.aborted) throw error;
      output.warn(formatError(error));
      // Not remembered, so that the next look finds the same reason.
      return { look: { ...look, hooks, error: error.message } };
    }
  }
  if (!watch.hooks.some(({ isSynchronous }) => isSynchronous)) return { look: { ...look, hooks }, remember: now };
  const after = await scanOne(image, watch.scan, context);
  return { look: { ...look, hooks, proof: proveActions(before, after, []) }, remember: stateOf(after, bases) };
} // prettier-ignore

async function scanOne(image: string, scan: ScanOptions, { runtime }: CommandContext) {
  const [report, ...others] = await scanTarget(image, scan, runtime);
  if (report !== undefined && others.length === 0) return report;
  throw new PratiqueError('USAGE', `${image} is not one image`, { hint: 'choose one with --platform os/architecture' });
}

/** A base whose registry does not answer keeps the digest that it had, with a warning. */
async function digestsOf({ bases, request }: Watch, last: WatchedImage | undefined, { runtime, output }: CommandContext): Promise<Readonly<Record<string, string>>> {
  const digests: Record<string, string> = {};
  for (const name of bases) {
    try {
      const found = await digestOfTag(name, request.open.registry ?? {}, runtime);
      if (found !== undefined) digests[name] = found.index;
    } catch (error) {
      if (!(error instanceof PratiqueError) || runtime.signal.aborted) throw error;
      output.warn(`pratique: base image ${name} was not looked up: ${error.message}`);
      const known = last?.bases[name];
      if (known !== undefined) digests[name] = known;
    }
  }
  return digests;
} // prettier-ignore

/** Throws CONFIG_INVALID for a file that is no state: to begin anew would lose what happened meanwhile. */
function readState(path: string): Map<string, WatchedImage> {
  if (!existsSync(path)) return new Map();
  try {
    const { images } = JSON.parse(readFileSync(path, 'utf8')) as { readonly images: Readonly<Record<string, WatchedImage>> };
    return new Map(Object.entries(images).filter(([, image]) => typeof image.digest === 'string' && typeof image.findings === 'object' && typeof image.bases === 'object'));
  } catch (cause) {
    throw new PratiqueError('CONFIG_INVALID', `${path} is not a state of pratique watch`, { cause, hint: 'remove the file, or name another with --state' });
  }
} // prettier-ignore

function* watchText(looks: readonly Look[], width: number): Iterable<string> {
  for (const { image, isFirst, findings, events, hooks, proof, error } of looks) {
    const what = error !== undefined ? 'FAILED' : hooks.length > 0 ? 'REBUILD STARTED' : isFirst ? 'REMEMBERED' : events.length > 0 ? 'CHANGED' : 'UNCHANGED';
    yield `${what}  ${escapeControl(image)}  ${findings} findings\n`;
    for (const { kind, text } of events) yield `  ${kind.padEnd(14)} ${escapeControl(text)}\n`;
    for (const hook of hooks) yield `  ran ${escapeControl(hook)}\n`;
    if (error !== undefined) yield `  ${escapeControl(error)}\n`;
    if (proof !== undefined) yield* proofLines(proof, width, 'REBUILT');
  }
} // prettier-ignore
