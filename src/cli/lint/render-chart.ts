import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { programEnvironment } from '../../config/program-environment.ts';
import { systemCodeOf } from '../../lib/file/system-code-of.ts';
import { limits } from '../../model/limits.ts';
import { type RenderedChart } from '../../scan/lint-chart.ts';

/** The folder of the Helm chart that was named: by its folder, or by its Chart.yaml. */
export function chartFolder(file: string): string | undefined {
  const folder = basename(file) === 'Chart.yaml' ? dirname(file) : file;
  const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
  return isFolder && existsSync(join(folder, 'Chart.yaml')) ? folder : undefined;
}

/** The chart with its own values, rendered by helm where that is installed. Nothing is asked of a cluster. */
export async function renderChart(folder: string): Promise<RenderedChart> {
  const { spawnSync } = await import('node:child_process');
  // A folder that begins with a dash would be an option.
  const words = ['template', 'release', '--', folder];
  const run = spawnSync('helm', words, { encoding: 'utf8', env: programEnvironment(), timeout: limits.helmMs, maxBuffer: limits.workloadBytes });
  if (systemCodeOf(run.error) === 'ENOENT') return { unrendered: 'helm is not installed, so that the chart was not checked' };
  if (run.error !== undefined) return { unrendered: `helm template did not end as expected: ${run.error.message}` };
  if (run.status === 0) return { text: run.stdout };
  const [reason = ''] = run.stderr.split('\n').filter((line) => line.startsWith('Error'));
  return { unrendered: `helm template failed: ${reason.slice(0, mostCharacters) || `exit code ${run.status ?? 'none'}`}` };
} // prettier-ignore

const mostCharacters = 400;
