import { join } from 'node:path';
import { readSetting, type Environment } from './settings.ts';

/** Podman's credentials file, as containers-auth.json(5) finds it; `undefined` where the environment names no place for one. */
export function podmanAuthFile(environment: Environment = process.env): string | undefined {
  const named = readSetting('REGISTRY_AUTH_FILE', environment);
  if (named) return named;
  const runtime = readSetting('XDG_RUNTIME_DIR', environment);
  return runtime ? join(runtime, 'containers', 'auth.json') : undefined;
}
