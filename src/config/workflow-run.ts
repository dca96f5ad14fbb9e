import { readSetting, type Environment } from './settings.ts';

/** The run of GitHub Actions that this is, which its dependency snapshots name; `undefined` elsewhere. */
export function workflowRun(
  environment: Environment = process.env,
): { readonly sha: string; readonly ref: string; readonly runId: string; readonly correlator: string } | undefined {
  const sha = readSetting('GITHUB_SHA', environment) ?? '';
  if (sha === '') return undefined;
  const [workflow, job] = [readSetting('GITHUB_WORKFLOW', environment), readSetting('GITHUB_JOB', environment)];
  return {
    sha,
    ref: readSetting('GITHUB_REF', environment) ?? '',
    runId: readSetting('GITHUB_RUN_ID', environment) ?? '',
    correlator: [workflow, job].filter((part) => part !== undefined && part !== '').join('_') || 'pratique',
  };
}
