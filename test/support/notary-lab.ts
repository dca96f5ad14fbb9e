import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, openSync, closeSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { until } from './until.ts';

/** Where Debian's package `notary` installs its programs, or where it was unpacked with `apt-get download` and `dpkg-deb -x`. */
const folders = ['/usr/bin', '/var/tmp/notary-client/x/usr/bin'];

export const notaryPath = findProgram('notary');
export const hasNotary = ['notary', 'notary-server', 'notary-signer'].every((name) => findProgram(name) !== undefined);

/** A client of Docker Content Trust. Docker up to 28 has `docker trust` built in; for Docker 29 and later it is the plugin `docker-trust`. */
export interface DockerTrustClient {
  /** `Docker 20.10.24+dfsg1` */
  readonly name: string;
  readonly path: string;
  readonly isPlugin: boolean;
}

/** Every version on this machine, oldest first. */
export const dockerTrustClients: readonly DockerTrustClient[] = findDockerTrustClients();

export interface NotaryLabOptions {
  /** `remote`: with notary-signer behind it, as in production; `local`: keys in the server's memory, a second faster to start. */
  readonly trustService?: 'remote' | 'local';
  /** Plain HTTP and bearer tokens of this token server. */
  readonly token?: { readonly realm: string; readonly service: string; readonly issuer: string; readonly certificate: string };
}

export interface NotaryLab extends AsyncDisposable {
  readonly folder: string;
  /** `https://127.0.0.1:PORT`, or `http://…` with tokens. */
  readonly url: string;
  /** `127.0.0.1:PORT` */
  readonly host: string;
  /** PEM, and the file it is in. */
  readonly authority: string;
  readonly authorityFile: string;
  /** A certificate for 127.0.0.1 by the same authority, for a proxy in front. */
  readonly certificate: { readonly certificate: string; readonly key: string };
  /** Process IDs of the server and its signer. */
  readonly processes: readonly number[];
}

/** Passphrases that tests use everywhere, as the environment of the reference clients. */
export const passphrases = { root: 'rootpass123', targets: 'repopass123', snapshot: 'repopass123', delegation: 'repopass123' } as const;

/** Starts the real notary-server, and notary-signer behind it, on free ports of 127.0.0.1 with their storage in memory. */
export async function startNotaryLab(options: NotaryLabOptions = {}): Promise<NotaryLab> {
  const folder = mkdtempSync(join(tmpdir(), 'pratique-notary-'));
  const children: ChildProcess[] = [];
  const stop = async (): Promise<void> => {
    for (const child of children) await endOf(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const [serverPort, signerPort] = [await freePort(), await freePort()];
    for (const name of ['notary-server', 'notary-signer']) makeLabCertificate(folder, name);
    if ((options.trustService ?? 'local') === 'remote') {
      children.push(start(folder, 'notary-signer', signerConfig(signerPort)));
      await waitForPort(signerPort, children);
    }
    children.push(start(folder, 'notary-server', serverConfig(folder, serverPort, signerPort, options)));
    await waitForPort(serverPort, children);
    const authorityFile = join(folder, 'ca.crt');
    const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
    if (options.token === undefined) await waitForHealth(serverPort, read('ca.crt'));
    return {
      folder,
      url: `${options.token === undefined ? 'https' : 'http'}://127.0.0.1:${serverPort}`,
      host: `127.0.0.1:${serverPort}`,
      authority: read('ca.crt'),
      authorityFile,
      certificate: { certificate: read('notary-server.crt'), key: read('notary-server.key') },
      processes: children.map((child) => child.pid ?? 0),
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

export interface ReferenceRun {
  readonly status: number | 'killed';
  readonly stdout: string;
  readonly stderr: string;
  readonly elapsedMs: number;
}

/** Runs `notary` against a server with a trust directory; what is given is answered to its questions. */
export function runNotary(
  words: readonly string[],
  where: {
    readonly url: string;
    readonly authorityFile: string;
    readonly trustDirectory: string;
    readonly timeoutMs?: number;
    readonly input?: string;
  },
): Promise<ReferenceRun> {
  const fixed = ['-s', where.url, '--tlscacert', where.authorityFile, '-d', where.trustDirectory];
  const environment = {
    NOTARY_ROOT_PASSPHRASE: passphrases.root,
    NOTARY_TARGETS_PASSPHRASE: passphrases.targets,
    NOTARY_SNAPSHOT_PASSPHRASE: passphrases.snapshot,
    NOTARY_DELEGATION_PASSPHRASE: passphrases.delegation,
  };
  return runReference(notaryPath ?? 'notary', [...fixed, ...words], environment, where);
}

/** Runs `docker trust …` with a home folder that trusts the lab's authority. */
export function runDockerTrust(
  client: DockerTrustClient,
  words: readonly string[],
  where: {
    readonly url: string;
    readonly host: string;
    readonly authority: string;
    readonly home: string;
    readonly timeoutMs?: number;
    readonly input?: string;
  },
): Promise<ReferenceRun> {
  const tls = join(where.home, '.docker/tls', where.host);
  mkdirSync(tls, { recursive: true });
  writeFileSync(join(tls, 'ca.crt'), where.authority);
  const environment = {
    DOCKER_CONTENT_TRUST: '1',
    DOCKER_CONTENT_TRUST_SERVER: where.url,
    DOCKER_CONTENT_TRUST_ROOT_PASSPHRASE: passphrases.root,
    DOCKER_CONTENT_TRUST_REPOSITORY_PASSPHRASE: passphrases.targets,
    HOME: where.home,
  };
  return runReference(client.path, client.isPlugin ? words : ['trust', ...words], environment, { ...where, directory: where.home });
}

function runReference(
  program: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
  options: { readonly timeoutMs?: number; readonly input?: string; readonly directory?: string },
): Promise<ReferenceRun> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, {
      env: { PATH: '/usr/bin:/bin', HOME: '/nonexistent', ...environment },
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(options.directory === undefined ? {} : { cwd: options.directory }),
    });
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
    const timer = setTimeout(() => child.kill('SIGKILL'), options.timeoutMs ?? 600_000);
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      const elapsedMs = performance.now() - started;
      resolve({ status: code ?? 'killed', stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString(), elapsedMs });
    });
  });
}

function findProgram(name: string): string | undefined {
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

function findDockerTrustClients(): readonly DockerTrustClient[] {
  const programs = ['/usr/bin/docker', '/usr/local/bin/docker', '/var/tmp/docker-client/x/usr/bin/docker'];
  const pluginFolders = ['/usr/libexec/docker/cli-plugins', '/usr/local/lib/docker/cli-plugins', '/usr/lib/docker/cli-plugins', '/var/tmp/docker-client'];
  const clients = new Map<string, DockerTrustClient>();
  for (const path of [...programs, ...pluginFolders.map((folder) => join(folder, 'docker-trust'))]) {
    const isPlugin = path.endsWith('docker-trust');
    const [help, about] = isPlugin ? ['--help', 'docker-cli-plugin-metadata'] : ['trust --help', '--version'];
    if (!ask(path, help).includes('signer')) continue;
    const version = /(?:ersion "?|"Version": ")(\d+\.[\w.+~-]+)/.exec(ask(path, about))?.[1];
    const name = version === undefined ? 'the docker-trust plugin' : `Docker ${version}`;
    if (!clients.has(name)) clients.set(name, { name, path, isPlugin });
  }
  return [...clients.values()].sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
} // prettier-ignore

function ask(path: string, words: string): string {
  try {
    return execFileSync(path, words.split(' '), { stdio: 'pipe', env: { PATH: '/usr/bin' } }).toString();
  } catch {
    return '';
  }
}

function start(folder: string, name: string, config: object): ChildProcess {
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(config));
  const log = openSync(join(folder, `${name}.log`), 'a');
  const child = spawn(findProgram(name) ?? name, ['-config', join(folder, `${name}.json`)], {
    cwd: folder,
    stdio: ['ignore', log, log],
    env: { PATH: '/usr/bin:/bin', NOTARY_SIGNER_KEY1: 'labpass' },
  });
  closeSync(log);
  return child;
}

function signerConfig(port: number): object {
  return {
    server: {
      grpc_addr: `127.0.0.1:${port}`,
      tls_cert_file: 'notary-signer.crt',
      tls_key_file: 'notary-signer.key',
      client_ca_file: 'ca.crt',
    },
    logging: { level: 'error' },
    storage: { backend: 'memory' },
  };
}

function serverConfig(folder: string, port: number, signerPort: number, { trustService, token }: NotaryLabOptions): object {
  const tls = token === undefined ? { tls_cert_file: 'notary-server.crt', tls_key_file: 'notary-server.key' } : {};
  const remote = {
    type: 'remote',
    hostname: '127.0.0.1',
    port: `${signerPort}`,
    key_algorithm: 'ecdsa',
    tls_ca_file: 'ca.crt',
    tls_client_cert: 'notary-server.crt',
    tls_client_key: 'notary-server.key',
  };
  return {
    server: { http_addr: `127.0.0.1:${port}`, ...tls },
    trust_service: trustService === 'remote' ? remote : { type: 'local' },
    logging: { level: 'error' },
    storage: { backend: 'memory' },
    ...(token === undefined ? {} : { auth: { type: 'token', options: tokenOptions(folder, token) } }),
  };
}

function tokenOptions(folder: string, { realm, service, issuer, certificate }: NonNullable<NotaryLabOptions['token']>): object {
  const rootcertbundle = join(folder, 'issuer.pem');
  writeFileSync(rootcertbundle, certificate);
  return { realm, service, issuer, rootcertbundle };
}

/** By one authority for the lab, for 127.0.0.1, usable by servers and clients. */
function makeLabCertificate(folder: string, name: string): void {
  const path = (file: string): string => join(folder, file);
  const openssl = (...words: string[]): Buffer => execFileSync('openssl', words, { stdio: 'pipe' });
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-sha256'];
  if (!existsSync(path('ca.crt'))) {
    const extensions = ['-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign,cRLSign'];
    openssl(
      'req',
      '-x509',
      ...curve,
      '-keyout',
      path('ca.key'),
      '-out',
      path('ca.crt'),
      '-days',
      '30',
      '-subj',
      '/CN=lab CA',
      ...extensions,
    );
  }
  openssl('req', '-new', ...curve, '-keyout', path(`${name}.key`), '-out', path(`${name}.csr`), '-subj', `/CN=${name}`);
  const extensions = [
    'basicConstraints=critical,CA:FALSE',
    'keyUsage=critical,digitalSignature',
    'extendedKeyUsage=serverAuth,clientAuth',
    `subjectAltName=DNS:localhost,DNS:${name},IP:127.0.0.1`,
  ];
  writeFileSync(path(`${name}.ext`), extensions.join('\n'));
  const authority = ['-CA', path('ca.crt'), '-CAkey', path('ca.key'), '-CAcreateserial'];
  const output = ['-days', '30', '-sha256', '-out', path(`${name}.crt`), '-extfile', path(`${name}.ext`)];
  openssl('x509', '-req', '-in', path(`${name}.csr`), ...authority, ...output);
}

async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

async function waitForPort(port: number, children: readonly ChildProcess[]): Promise<void> {
  await until(`something listens on 127.0.0.1:${port}`, () => {
    if (children.some(({ exitCode }) => exitCode !== null)) throw new Error('a server of the lab ended');
    return new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
  });
}

/** The server returns 200 once its signer does. */
async function waitForHealth(port: number, ca: string): Promise<void> {
  await until(
    `notary-server on 127.0.0.1:${port} is healthy`,
    () =>
      new Promise<boolean>((resolve) => {
        const asked = request({ host: '127.0.0.1', port, path: '/_notary_server/health', ca }, (response) => {
          response.resume();
          resolve(response.statusCode === 200);
        });
        asked.once('error', () => resolve(false)).end();
      }),
  );
}
