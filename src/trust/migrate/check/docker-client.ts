import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { firstDockerWithout } from './retirements.ts';

/** The program that `docker` runs. */
export interface DockerClient {
  /** podman's `docker` command never supported Content Trust. */
  readonly product: 'Docker' | 'podman';
  readonly version: string;
  /** Where the version comes from: `docker on PATH`, `--docker-version`, `image docker:29`. */
  readonly source: string;
  /** Whether `docker trust` exists, built in or as a plugin; absent when that is unknown. */
  readonly hasTrustVerbs?: boolean;
}

const answer = { timeout: 10_000, maxBuffer: 64 * 1024, encoding: 'utf8' } as const;

/** Version of a docker program; `undefined` when there is none or it prints something else. */
export async function askDockerClient(program = 'docker', source = 'docker on PATH'): Promise<DockerClient | undefined> {
  const run = promisify(execFile);
  try {
    const { stdout } = await run(program, ['--version'], answer);
    const [, product = '', version] = /\b(docker|podman) version ([\w.+~-]+)/i.exec(stdout) ?? [];
    if (version === undefined) return undefined;
    const help = await run(program, ['trust', '--help'], answer).catch(() => ({ stdout: '' }));
    return {
      product: product.toLowerCase() === 'podman' ? 'podman' : 'Docker',
      version,
      source,
      hasTrustVerbs: help.stdout.includes('docker trust'),
    };
  } catch {
    return undefined;
  }
}

/** Of `--docker-version`. Throws USAGE. */
export function namedDockerClient(version: string): DockerClient {
  if (/^\d+(?:\.\d+)*(?:[-+~][\w.+~-]+)?$/.test(version)) return { product: 'Docker', version, source: '--docker-version' };
  throw new PratiqueError('USAGE', `${JSON.stringify(version.slice(0, 80))} is not a Docker version`, { hint: '--docker-version 29.1' });
}

/** Version by the tag of Docker's own image; `undefined` for tags that name neither a version nor the newest one. */
export function imageDockerClient(tag: string): DockerClient | undefined {
  const source = `image docker:${tag}`;
  if (/^(?:latest|cli|dind|git|rc|dind-rootless)$/.test(tag))
    return { product: 'Docker', version: `${firstDockerWithout} or later`, source };
  const version = /^\d+(?:\.\d+)*/.exec(tag)?.[0];
  return version === undefined ? undefined : { product: 'Docker', version, source };
}

/** Whether it ignores DOCKER_CONTENT_TRUST. */
export function ignoresContentTrust({ product, version }: DockerClient): boolean {
  return product === 'podman' || Number.parseInt(version, 10) >= firstDockerWithout;
}

export function describeDockerClient({ product, version, source }: DockerClient): string {
  return `${product} ${version} (${source})`;
}
