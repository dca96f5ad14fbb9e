import { execFile, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './free-port.ts';
import { until } from './until.ts';

/** Debian's packages `docker-registry` and `skopeo`; `htpasswd` is in `apache2-utils`. */
export const hasDockerRegistry = ['docker-registry', 'skopeo', 'htpasswd', 'openssl'].every((program) => existsSync(`/usr/bin/${program}`));

export type RegistryAuthentication =
  | { readonly kind: 'none' }
  | { readonly kind: 'htpasswd'; readonly username: string; readonly password: string }
  | { readonly kind: 'token'; readonly realm: string; readonly service: string; readonly issuer: string; readonly certificate: string };

export interface DockerRegistry extends AsyncDisposable {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  /** Copies an image by skopeo; `source` in skopeo's notation, such as `oci:FOLDER`. */
  push(source: string, repositoryAndTag: string, credentials?: string): Promise<void>;
}

/** Starts distribution's registry on a free port of 127.0.0.1, over plain HTTP, with its storage in a temporary folder. */
export async function startDockerRegistry(
  authentication: RegistryAuthentication = { kind: 'none' },
  options: {
    readonly allowsDelete?: boolean;
    /** Host of the registry that it is a pull-through cache of. */
    readonly caches?: string;
    readonly notifies?: { readonly url: string; readonly authorization: string };
  } = {},
): Promise<DockerRegistry> {
  const folder = mkdtempSync(join(tmpdir(), 'pratique-registry-'));
  const host = `127.0.0.1:${await freePort()}`;
  mkdirSync(join(folder, 'storage'));
  const config = {
    version: '0.1',
    log: { level: 'error', accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: join(folder, 'storage') }, delete: { enabled: options.allowsDelete === true } },
    http: { addr: host },
    ...(options.caches === undefined ? {} : { proxy: { remoteurl: `http://${options.caches}` } }),
    ...notificationConfig(options.notifies),
    ...authenticationConfig(authentication, folder),
  };
  writeFileSync(join(folder, 'config.yml'), JSON.stringify(config));
  const child = spawn('docker-registry', ['serve', join(folder, 'config.yml')], {
    stdio: ['ignore', 'ignore', 'ignore'],
    env: { PATH: '/usr/bin:/bin' },
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  await waitUntilReady(host, () => child.exitCode !== null).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return {
    host,
    push: (source, repositoryAndTag, credentials) => push(source, `${host}/${repositoryAndTag}`, credentials),
    [Symbol.asyncDispose]: stop,
  };
}

async function push(source: string, target: string, credentials: string | undefined): Promise<void> {
  const flags = ['--insecure-policy', 'copy', '--all', '--dest-tls-verify=false'];
  const login = credentials === undefined ? [] : [`--dest-creds=${credentials}`];
  await promisify(execFile)('skopeo', [...flags, ...login, source, `docker://${target}`]);
}

function notificationConfig(notifies: { readonly url: string; readonly authorization: string } | undefined): object {
  if (notifies === undefined) return {};
  const { url, authorization } = notifies;
  const endpoint = { name: 'test', url, headers: { Authorization: [authorization] }, timeout: '5s', threshold: 5, backoff: '1s' };
  return { notifications: { endpoints: [endpoint] } };
}

function authenticationConfig(authentication: RegistryAuthentication, folder: string): object {
  if (authentication.kind === 'none') return {};
  if (authentication.kind === 'htpasswd') {
    const path = join(folder, 'htpasswd');
    writeFileSync(path, execFileSync('htpasswd', ['-nbB', '-C', '5', authentication.username, authentication.password]));
    return { auth: { htpasswd: { realm: 'pratique-test', path } } };
  }
  const { realm, service, issuer, certificate } = authentication;
  const rootcertbundle = join(folder, 'issuer.pem');
  writeFileSync(rootcertbundle, certificate);
  return { auth: { token: { realm, service, issuer, rootcertbundle } } };
}

async function waitUntilReady(host: string, hasEnded: () => boolean): Promise<void> {
  await until(`docker-registry on ${host} answers`, async () => {
    if (hasEnded()) throw new Error(`docker-registry on ${host} did not start`);
    return (await fetch(`http://${host}/v2/`).catch(() => undefined)) !== undefined;
  });
}
