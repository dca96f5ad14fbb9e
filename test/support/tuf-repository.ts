import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { canonicalize } from '@tufjs/canonical-json';

export type Role = 'root' | 'timestamp' | 'snapshot' | 'targets';
type Json = Record<string, unknown>;

/** A TUF 1.0 repository that is made again for each change, and can be put into any bad state. */
export interface TufRepository {
  readonly files: Map<string, Buffer>;
  readonly versions: Record<Role, number>;
  readonly expires: Record<Role, string>;
  readonly targets: Map<string, Buffer>;
  /** Members that go into `targets.json` besides. */
  extra: Json;
  /** Writes timestamp, snapshot and targets anew, with the versions as they are. */
  publish(): void;
  /** Writes the next root, with new keys for everything but itself; `by` tells which key of the root signs it. */
  rotateRoot(by?: 'both' | 'new' | 'old'): void;
  readonly firstRoot: Buffer;
}

export function makeTufRepository(targets: Readonly<Record<string, Buffer>>): TufRepository {
  let keys = makeKeys();
  const files = new Map<string, Buffer>();
  const future = new Date(Date.now() + 86_400_000).toISOString().replace(/\.\d+Z/, 'Z');
  const rootOf = (): Json => ({
    ...header('root', repository),
    consistent_snapshot: true,
    keys: Object.fromEntries(Object.values(keys).map((key) => [keyId(key), toJson(key)])),
    roles: Object.fromEntries(Object.entries(keys).map(([role, key]) => [role, { keyids: [keyId(key)], threshold: 1 }])),
  });
  const repository: TufRepository = {
    files,
    versions: { root: 1, timestamp: 1, snapshot: 1, targets: 1 },
    expires: { root: future, timestamp: future, snapshot: future, targets: future },
    targets: new Map(Object.entries(targets)),
    extra: {},
    publish: () => {
      const { versions } = repository;
      const listed = [...repository.targets].map(([name, bytes]) => [name, { length: bytes.length, hashes: { sha256: sha256(bytes) } }]);
      const targetsBytes = signed({ ...header('targets', repository), targets: Object.fromEntries(listed), ...repository.extra }, [
        keys.targets,
      ]);
      const snapshot = signed({ ...header('snapshot', repository), meta: { 'targets.json': { version: versions.targets } } }, [
        keys.snapshot,
      ]);
      const timestamp = { ...header('timestamp', repository), meta: { 'snapshot.json': { version: versions.snapshot } } };
      files.set(`${versions.targets}.targets.json`, targetsBytes);
      files.set(`${versions.snapshot}.snapshot.json`, snapshot);
      files.set('timestamp.json', signed(timestamp, [keys.timestamp]));
      for (const [name, bytes] of repository.targets) files.set(`targets/${sha256(bytes)}.${name}`, bytes);
    },
    rotateRoot: (by = 'both') => {
      const old = keys.root;
      keys = makeKeys();
      repository.versions.root += 1;
      const signers = [...(by === 'new' ? [] : [old]), ...(by === 'old' ? [] : [keys.root])];
      files.set(`${repository.versions.root}.root.json`, signed(rootOf(), signers));
      repository.publish();
    },
    firstRoot: Buffer.alloc(0),
  };
  const firstRoot = signed(rootOf(), [keys.root]);
  files.set('1.root.json', firstRoot);
  const made = Object.assign(repository, { firstRoot });
  made.publish();
  return made;
}

/** Serves the files of a repository from a free port of 127.0.0.1. */
export async function serveTufRepository(
  repository: TufRepository,
): Promise<AsyncDisposable & { readonly mirror: URL; readonly requests: string[] }> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent((request.url ?? '').slice(1));
    requests.push(path);
    const bytes = repository.files.get(path);
    if (path.startsWith('broken/') || bytes === undefined) response.writeHead(path.startsWith('broken/') ? 500 : 404).end();
    else response.writeHead(200).end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    mirror: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`),
    requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

function makeKeys(): Record<Role, KeyPair> {
  const make = (): KeyPair => generateKeyPairSync('ed25519');
  return { root: make(), timestamp: make(), snapshot: make(), targets: make() };
}

function header(type: Role, { versions, expires }: TufRepository): Json {
  return { _type: type, spec_version: '1.0.31', version: versions[type], expires: expires[type] };
}

function toJson({ publicKey }: KeyPair): Json {
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  return { keytype: 'ed25519', scheme: 'ed25519', keyval: { public: raw.toString('hex') } };
}

function keyId(key: KeyPair): string {
  return sha256(Buffer.from(canonicalize(toJson(key))));
}

function signed(body: Json, keys: readonly KeyPair[]): Buffer {
  const bytes = Buffer.from(canonicalize(body));
  const signatures = keys.map((key) => ({ keyid: keyId(key), sig: sign(null, bytes, key.privateKey).toString('hex') }));
  return Buffer.from(JSON.stringify({ signed: body, signatures }));
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
