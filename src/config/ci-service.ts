import { readSetting, type Environment } from './settings.ts';

/** The CI service that runs this; `undefined` elsewhere. */
export function ciService(environment: Environment = process.env): 'github' | 'gitlab' | 'azure' | undefined {
  if (readSetting('GITHUB_ACTIONS', environment) === 'true') return 'github';
  if (readSetting('GITLAB_CI', environment) === 'true') return 'gitlab';
  return readSetting('TF_BUILD', environment)?.toLowerCase() === 'true' ? 'azure' : undefined;
}
