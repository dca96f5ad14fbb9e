import { checkDockerfile } from '../check/dockerfile/check-dockerfile.ts';
import { type LintSettings } from '../check/dockerfile/lint-settings.ts';
import { type ScanReport } from '../model/report.ts';
import { type Runtime } from '../model/runtime.ts';
import { lintReport } from './lint-report.ts';

/** A Dockerfile that was read. */
export interface DockerfileInput {
  /** As the user named it. */
  readonly path: string;
  readonly text: string;
  readonly settings: LintSettings;
}

/** What is wrong with a Dockerfile. */
export function lintDockerfile({ path, text, settings }: DockerfileInput, runtime: Runtime): ScanReport {
  const check = (): ReturnType<typeof checkDockerfile> => checkDockerfile(text, path, settings);
  return lintReport({ name: path, scheme: 'dockerfile' }, () => ({ ...check(), isEmpty: text.trim() === '' }), runtime);
}
