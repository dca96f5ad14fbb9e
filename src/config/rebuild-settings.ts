import { readSetting, type Environment } from './settings.ts';

/** How `watch` starts a build at a code host. */
export interface RebuildSettings {
  readonly githubApi: string;
  readonly githubToken?: string;
  readonly gitlabServer: string;
  readonly gitlabToken?: string;
}

export function rebuildSettings(environment: Environment = process.env): RebuildSettings {
  const [githubToken, gitlabToken] = [readSetting('GITHUB_TOKEN', environment), readSetting('GITLAB_TRIGGER_TOKEN', environment)];
  return {
    githubApi: readSetting('GITHUB_API_URL', environment) || 'https://api.github.com',
    gitlabServer: readSetting('CI_SERVER_URL', environment) || 'https://gitlab.com',
    ...(githubToken ? { githubToken } : {}),
    ...(gitlabToken ? { gitlabToken } : {}),
  };
}
