import { checkDockerfile } from '../check/dockerfile/check-dockerfile.ts';
import { type LintSettings } from '../check/dockerfile/lint-settings.ts';
import { type ScanReport } from '../model/report.ts';
import { type Runtime } from '../model/runtime.ts';

/** A Dockerfile that was read. */
export interface DockerfileInput {
  /** As the user named it. */
  readonly path: string;
  readonly text: string;
  readonly settings: LintSettings;
}

/** What is wrong with a Dockerfile, as a report: no packages, no layers, and one kind of finding. */
export function lintDockerfile({ path, text, settings }: DockerfileInput, runtime: Runtime): ScanReport {
  const startedAt = runtime.now();
  const { findings, issues } = checkDockerfile(text, path, settings);
  return {
    target: { name: path, scheme: 'dockerfile', layers: [] },
    packages: [],
    scannedFor: ['misconfiguration'],
    findings,
    plan: [],
    issues,
    completeness: text.trim() === '' ? 'none' : issues.length === 0 ? 'complete' : 'partial',
    startedAt,
    durationMs: runtime.now().getTime() - startedAt.getTime(),
    advisories: { kind: 'none', shards: [], sources: [] },
  };
}
