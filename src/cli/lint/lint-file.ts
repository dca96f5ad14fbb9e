import { workloadKind } from '../../check/workload-kind.ts';
import { readAtMost } from '../../lib/file/read-at-most.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type ScanReport } from '../../model/report.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type ShellComment } from '../../check/dockerfile/shell-comment.ts';
import { type LintSettings } from '../../check/dockerfile/lint-settings.ts';
import { isTrackedByGit } from './is-tracked-by-git.ts';
import { readIgnorePatterns } from './read-ignore-patterns.ts';

export interface LintedFile {
  readonly path: string;
  readonly text: string;
  /** What the report names instead of `path`. */
  readonly pathInReport?: string;
  readonly settings: LintSettings;
  /** What ShellCheck says of it; absent where it was not asked. */
  readonly askShellCheck?: (text: string) => Promise<readonly ShellComment[]>;
}

/** Checks a file as what it is: a Dockerfile, a Compose file or a Kubernetes manifest. The code for each is loaded where it is wanted. */
export async function lintFile({ path, text, pathInReport, settings, askShellCheck }: LintedFile, runtime: Runtime): Promise<ScanReport> {
  const named = pathInReport ?? path;
  const isYaml = yamlName.test(path);
  const kind = isYaml || path === '-' ? workloadKind(text) : undefined;
  if (kind !== undefined)
    return (await import('../../scan/lint-workload.ts')).lintWorkload(
      { kind, path: named, text, read: readText, isTracked: isTrackedByGit },
      runtime,
    );
  if (isYaml)
    throw new PratiqueError('TARGET_UNREADABLE', `${path} is no Compose file and no Kubernetes manifest`, {
      hint: 'a Compose file has services:, a manifest has apiVersion: and kind:',
    });
  const patterns = readIgnorePatterns(path);
  const shellComments = (await askShellCheck?.(text)) ?? [];
  const { lintDockerfile } = await import('../../scan/lint-dockerfile.ts');
  return lintDockerfile(
    { path: named, text, settings: { ...settings, shellComments, ...(patterns === undefined ? {} : { ignorePatterns: patterns }) } },
    runtime,
  );
}

const yamlName = /\.ya?ml$|\.json$/i;

/** Whether it is a file that fixes are for. */
export function isDockerfile(path: string, text: string): boolean {
  return !yamlName.test(path) && (path !== '-' || workloadKind(text) === undefined);
}

function readText(path: string): string | undefined {
  try {
    return readAtMost(path, limits.workloadBytes)?.toString('utf8');
  } catch {
    return undefined;
  }
}
