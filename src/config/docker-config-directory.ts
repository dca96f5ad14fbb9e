import { homedir } from 'node:os';
import { join } from 'node:path';
import { readSetting, type Environment } from './settings.ts';

/** Folder of Docker's `config.json`, as the docker command finds it. */
export function dockerConfigDirectory(environment: Environment = process.env): string {
  return readSetting('DOCKER_CONFIG', environment) || join(homedir(), '.docker');
}
