import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type ScanReport, type ScanTarget } from '../../../model/report.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { runProgram } from '../prove/run-program.ts';
import { removeFiles, type RemovedFiles } from './remove-files.ts';

export interface BuildSlimInput {
  /** As the user named it. */
  readonly name: string;
  readonly target: ScanTarget;
  readonly insecure: boolean;
  readonly files: readonly string[];
  readonly tag: string;
  /** Words of the check; none to run none. */
  readonly check: readonly string[];
  /** Scans what was built, an OCI layout. */
  readonly scan: (target: string) => Promise<ScannedSlim>;
}

export interface ScannedSlim {
  readonly report: ScanReport;
  /** Of all visible files. */
  readonly bytes: number;
}

const failure = 'BUILD_FAILED' as const;

/**
 * A container of the image without these files, committed as one layer under another name, checked and scanned. If anything fails, no image of that name
 * is left. Throws BUILD_FAILED.
 */
export async function buildSlim(input: BuildSlimInput, runtime: Runtime): Promise<ScannedSlim & { readonly removed: RemovedFiles }> {
  const folder = mkdtempSync(join(tmpdir(), 'pratique-slim-'));
  const buildah = async (...words: readonly string[]): Promise<string> => (await runProgram('buildah', words, { failure }, runtime)).output;
  const tls = input.insecure || isLoopback(input.target.name) ? ['--tls-verify=false'] : [];
  let isWhole = false;
  try {
    const container = await buildah('from', '--quiet', ...tls, sourceOf(input));
    const removed = await (async (): Promise<RemovedFiles> => {
      try {
        const root = await buildah('mount', container);
        if (!root.startsWith('/')) throw new PratiqueError(failure, 'buildah did not say where the image is mounted');
        const done = removeFiles(root, input.files);
        await buildah('umount', container);
        // Health checks are only in Docker's format.
        await buildah('commit', '--quiet', '--squash', '--format', 'docker', container, input.tag);
        return done;
      } finally {
        await buildah('rm', container).catch(() => undefined);
      }
    })();
    if (input.check.length > 0) await runCheck(input, buildah);
    await buildah('push', '--quiet', input.tag, `oci:${join(folder, 'image')}:slim`);
    const scanned = await input.scan(`oci-dir:${join(folder, 'image')}`);
    isWhole = true;
    return { removed, ...scanned };
  } finally {
    if (!isWhole) await buildah('rmi', '-f', input.tag).catch(() => undefined);
    rmSync(folder, { recursive: true, force: true });
  }
} // prettier-ignore

async function runCheck({ tag, check }: BuildSlimInput, buildah: (...words: readonly string[]) => Promise<string>): Promise<void> {
  const container = await buildah('from', '--quiet', '--pull-never', tag);
  try {
    await buildah('run', container, '--', ...check);
  } catch (error) {
    if (!(error instanceof PratiqueError)) throw error;
    throw new PratiqueError(failure, `the check "${check.join(' ')}" failed in the slimmer image, which was removed: ${error.message}`, {
      cause: error,
      hint: 'keep what it needs with --keep GLOB',
    });
  } finally {
    await buildah('rm', container).catch(() => undefined);
  }
}

/** The image in the words of buildah. Throws USAGE for what it cannot take. */
function sourceOf({ name, target }: BuildSlimInput): string {
  const path = resolve(name.replace(/^[a-z-]+:(?:\/\/)?/, ''));
  switch (target.scheme) {
    case 'registry':
      return `docker://${target.name.replace(/@.*$/, '').replace(/:[^:/]*$/, target.manifestDigest === undefined ? '$&' : `@${target.manifestDigest}`)}`;
    case 'docker':
      return `docker-daemon:${target.name}`;
    case 'podman':
      return `containers-storage:${target.name}`;
    case 'docker-archive':
    case 'oci-archive':
      return `${target.scheme}:${path}`;
    case 'oci-dir':
      return `oci:${path}`;
    default:
      throw new PratiqueError('USAGE', `--build cannot start from ${name}`, { hint: 'give a reference, an archive or an OCI layout' });
  }
} // prettier-ignore

function isLoopback(name: string): boolean {
  return /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?\//.test(name);
}
