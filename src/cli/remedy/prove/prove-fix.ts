import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type ScanReport } from '../../../model/report.ts';
import { type ScanOptions, scanTarget } from '../../../scan/scan-target.ts';
import { type CommandContext } from '../../command.ts';
import { type FilePatch } from '../fix-view.ts';
import { findBuilder, isInstalled } from './builder.ts';
import { runProgram } from './run-program.ts';

export interface ProveInput {
  readonly dockerfile: string;
  readonly context?: string;
  readonly target?: string;
  readonly builder?: string;
  readonly patches: readonly FilePatch[];
  readonly relocks: readonly { readonly folder: string; readonly words: readonly string[] }[];
  readonly scan: ScanOptions;
}

/** Builds what the patches make of a Dockerfile and its context, and scans it. Originals are not touched. Throws BUILD_FAILED. */
export async function scanFixed(input: ProveInput, { runtime, output }: CommandContext): Promise<ScanReport> {
  const builder = findBuilder(input.builder);
  const folder = mkdtempSync(join(tmpdir(), 'pratique-fix-'));
  try {
    const file = resolve(input.dockerfile);
    const original = resolve(input.context ?? dirname(file));
    const others = input.patches.filter(({ path }) => resolve(path) !== file);
    const context = others.length === 0 ? original : copyContext(original, join(folder, 'context'), others);
    for (const { folder: project, words } of input.relocks) await relock(join(context, relative(original, resolve(project))), words, (line) => output.note(line), runtime);
    const dockerfile = join(folder, 'Dockerfile');
    const patch = input.patches.find(({ path }) => resolve(path) === file);
    if (patch === undefined) cpSync(file, dockerfile);
    else writeFileSync(dockerfile, patch.text);
    output.note(`pratique: building with ${builder.name} …`);
    await using image = await builder.build({ dockerfile, context, ...(input.target === undefined ? {} : { target: input.target }) }, folder, runtime);
    const [report] = await scanTarget(image.target, { ...input.scan, open: { ...input.scan.open, isPlatformOptional: true } }, runtime);
    if (report === undefined) throw new PratiqueError('BUILD_FAILED', 'the built image could not be scanned');
    return report;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
} // prettier-ignore

function copyContext(from: string, to: string, patches: readonly FilePatch[]): string {
  cpSync(from, to, { recursive: true, verbatimSymlinks: true });
  for (const { path, text } of patches) {
    const place = relative(from, resolve(path));
    if (place.startsWith('..') || isAbsolute(place)) throw new PratiqueError('USAGE', `${path} is not in the build context ${from}`, { hint: 'name the context with --context' });
    writeFileSync(join(to, place), text);
  }
  return to;
} // prettier-ignore

/** Lock files follow their manifest; without their program they stay as they are, and the build may refuse that. */
async function relock(folder: string, [program = '', ...words]: readonly string[], note: (line: string) => void, runtime: CommandContext['runtime']): Promise<void> {
  if (!isInstalled(program)) {
    note(`pratique: ${program} is not installed, so the lock file was not brought in step`);
    return;
  }
  // A context that brings its installed packages brings those of the new lock.
  const installs = existsSync(join(folder, 'node_modules'));
  const asked = installs ? words.filter((word) => word !== '--package-lock-only') : words;
  await runProgram(program, asked, { cwd: folder, failure: 'BUILD_FAILED' }, runtime);
} // prettier-ignore
