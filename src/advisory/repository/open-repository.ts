import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { type Fetcher, type Updater } from 'tuf-js';
import { DownloadHTTPError } from 'tuf-js/dist/error.js';
import { makeDirectory } from '../../lib/file/make-directory.ts';
import { writeFileAtomicallySync } from '../../lib/file/write-file-atomically.ts';
import { messageOf } from '../../lib/text/message-of.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { metadataFolder, targetPath, type RepositoryPlace } from './repository-place.ts';

export interface RepositoryOptions {
  /** The repository and its mirrors, tried in turn. */
  readonly places: readonly RepositoryPlace[];
  /** The first root, by which everything else is trusted. */
  readonly root: Buffer;
  /** Where what was trusted is kept, so that nothing older is trusted again. One for each first root, whichever place served it. */
  readonly trustDirectory: string;
}

/** A repository whose metadata was verified. */
export interface VerifiedRepository {
  /** The place that answered. */
  readonly name: string;
  /** What it has, signed. */
  readonly targets: ReadonlyMap<string, SignedTarget>;
  /** Until when it is current. */
  readonly expiresAt: Date;
  /** Version of the generation. */
  readonly version: number;
  /** Bytes read so far. */
  readonly bytes: number;
  /** A target, verified. Rejects with FETCH_FAILED, REPOSITORY_REFUSED, LIMIT_EXCEEDED or ABORTED. */
  read(target: string): Promise<Buffer>;
  /** Another file of the repository, whose digest something signed names. Rejects likewise. */
  readFile(path: string, signed: SignedTarget): Promise<Buffer>;
  /** The same place with the targets of another generation, which the caller has verified. */
  withTargets(targets: ReadonlyMap<string, SignedTarget>, version: number): VerifiedRepository;
}

export interface SignedTarget {
  readonly sha256: string;
  readonly length: number;
}

/**
 * The client workflow of TUF 1.0.34, section 5: new roots, timestamp, snapshot, targets. tuf-js decides what is trusted. A place that cannot be reached or
 * is refused is passed over for the next one; what was trusted before stays, so no place can go back to older data.
 * Rejects with the failure of the last place: FETCH_FAILED, REPOSITORY_REFUSED, OUTPUT_UNWRITABLE or ABORTED.
 */
export async function openRepository(options: RepositoryOptions, runtime: Runtime): Promise<VerifiedRepository> {
  const failures: string[] = [];
  let last: PratiqueError | undefined;
  for (const place of options.places) {
    try {
      return await openPlace(place, options, runtime);
    } catch (error) {
      if (!(error instanceof PratiqueError) || error.code === 'ABORTED' || error.code === 'OUTPUT_UNWRITABLE') throw error;
      failures.push(error.message);
      last = error;
    }
  }
  throw new PratiqueError(last?.code ?? 'FETCH_FAILED', failures.join('; ') || 'no repository is configured', { cause: last });
}

async function openPlace(place: RepositoryPlace, options: RepositoryOptions, runtime: Runtime): Promise<VerifiedRepository> {
  const fetcher = new PlaceFetcher(place, runtime);
  const stage = stageTrust(options);
  try {
    const { Updater } = await import('tuf-js');
    const base = 'http://repository/';
    const updater = makeUpdater(Updater, stage.path, base, fetcher, place.name);
    await updater.refresh().finally(stage.publish);
    const { targets, expires, version } = readTargets(stage.path);
    const expiresAt = new Date(Math.min(Date.parse(expires), Date.parse(readSigned(stage.path, 'timestamp').expires)));
    return verified(targets, version, { expiresAt, fetcher });
  } catch (error) {
    if (fetcher.failure !== undefined) throw fetcher.failure;
    if (error instanceof PratiqueError) throw error;
    throw refusal(place.name, messageOf(error), error);
  } finally {
    stage.remove();
  }
}

function verified(
  targets: VerifiedRepository['targets'],
  version: number,
  { expiresAt, fetcher }: { readonly expiresAt: Date; readonly fetcher: PlaceFetcher },
): VerifiedRepository {
  return {
    name: fetcher.name,
    targets,
    version,
    expiresAt,
    get bytes() {
      return fetcher.bytes;
    },
    read: (target) => readTarget(target, targets, fetcher),
    readFile: (path, signed) => readVerified(path, signed, fetcher),
    withTargets: (others, otherVersion) => verified(others, otherVersion, { expiresAt, fetcher }),
  };
}

function makeUpdater(library: typeof Updater, metadataDir: string, base: string, fetcher: Fetcher, name: string): Updater {
  try {
    return new library({
      metadataDir,
      metadataBaseUrl: `${base}${metadataFolder}/`,
      targetBaseUrl: base,
      fetcher,
      config: { targetsMaxLength: limits.repositoryMetadataBytes },
    });
  } catch (cause) {
    throw refusal(name, 'the root it is begun with is not a TUF root', cause);
  }
}

function refusal(place: string, reason: string, cause?: unknown): PratiqueError {
  const line = reason.replace(/^Unable to load \w+ (?:metadata )?error (?:\w*Error: )?/, '').slice(0, 300);
  return new PratiqueError('REPOSITORY_REFUSED', `the advisories of ${place} were refused: ${line}`, { cause });
}

async function readTarget(target: string, targets: VerifiedRepository['targets'], fetcher: PlaceFetcher): Promise<Buffer> {
  const signed = targets.get(target);
  if (signed === undefined) throw refusal(fetcher.name, `it has no ${target}`);
  return readVerified(targetPath(target, signed.sha256), signed, fetcher, target);
}

async function readVerified(path: string, signed: SignedTarget, fetcher: PlaceFetcher, name = path): Promise<Buffer> {
  if (signed.length > limits.repositoryTargetBytes)
    throw new PratiqueError('LIMIT_EXCEEDED', `${name} of ${fetcher.name} has more than ${limits.repositoryTargetBytes} bytes`);
  const bytes = await fetcher.read(path, signed.length);
  if (bytes === undefined) throw new PratiqueError('FETCH_FAILED', `${fetcher.name} has no ${name}`);
  if (bytes.length !== signed.length || createHash('sha256').update(bytes).digest('hex') !== signed.sha256)
    throw refusal(fetcher.name, `${name} is not what was signed`);
  return bytes;
}

/** tuf-js turns failures into text on their way out, so the first real one is kept. */
class PlaceFetcher implements Fetcher {
  readonly #place: RepositoryPlace;
  readonly #runtime: Runtime;
  failure: PratiqueError | undefined;
  bytes = 0;

  constructor(place: RepositoryPlace, runtime: Runtime) {
    this.#place = place;
    this.#runtime = runtime;
  }

  get name(): string {
    return this.#place.name;
  }

  async read(path: string, maxBytes: number): Promise<Buffer | undefined> {
    const bytes = await this.#place.read(path, maxBytes, this.#runtime);
    this.bytes += bytes?.length ?? 0;
    return bytes;
  }

  async downloadBytes(url: string, maxLength: number): Promise<Buffer> {
    const path = decodeURIComponent(new URL(url).pathname.slice(1));
    try {
      const bytes = await this.read(path, Math.min(maxLength, limits.repositoryMetadataBytes));
      if (bytes !== undefined) return bytes;
    } catch (error) {
      if (error instanceof PratiqueError) this.failure ??= error;
      throw error;
    }
    // The end of the chain of roots looks like this, and is no failure.
    throw new DownloadHTTPError(`${path} does not exist`, 404);
  }

  downloadFile(): Promise<never> {
    return Promise.reject(new Error('targets are read by readTarget'));
  }
}

interface TrustStage {
  readonly path: string;
  /** Keeps what was verified. Also when something after it was refused: a root or a version that was seen is never unseen. */
  readonly publish: () => void;
  readonly remove: () => void;
}

const keptRoles = ['root', 'timestamp', 'snapshot', 'targets'];

/** tuf-js writes as it verifies; in a copy, so that a program that is killed leaves whole files. Throws OUTPUT_UNWRITABLE. */
function stageTrust({ trustDirectory, root }: RepositoryOptions): TrustStage {
  try {
    makeDirectory(trustDirectory);
    const path = mkdtempSync(join(trustDirectory, '.stage-'));
    for (const role of keptRoles) {
      const kept = join(trustDirectory, `${role}.json`);
      if (existsSync(kept)) writeFileSync(join(path, `${role}.json`), readFileSync(kept));
    }
    if (!existsSync(join(path, 'root.json'))) writeFileSync(join(path, 'root.json'), root);
    return { path, publish: () => publishTrust(path, trustDirectory), remove: () => rmSync(path, { recursive: true, force: true }) };
  } catch (error) {
    throw new PratiqueError('OUTPUT_UNWRITABLE', `${trustDirectory} cannot be written: ${messageOf(error)}`, { cause: error });
  }
}

function publishTrust(stage: string, directory: string): void {
  const names = readdirSync(stage);
  // The first root is given anew each time, so it is kept only once something that it signed was verified.
  if (!names.includes('timestamp.json')) return;
  for (const name of keptRoles.map((role) => `${role}.json`).filter((each) => names.includes(each))) {
    const bytes = readFileSync(join(stage, name));
    const kept = join(directory, name);
    if (existsSync(kept) && readFileSync(kept).equals(bytes)) continue;
    writeFileAtomicallySync(kept, [bytes], { mode: 0o644, sync: 'content' });
  }
}

interface SignedPart {
  readonly expires: string;
  readonly version: number;
  readonly targets?: Readonly<Record<string, { readonly length: number; readonly hashes: { readonly sha256?: string } }>>;
}

/** Of metadata that tuf-js has verified and written. */
function readSigned(folder: string, role: string): SignedPart {
  return (JSON.parse(readFileSync(join(folder, `${role}.json`), 'utf8')) as { readonly signed: SignedPart }).signed;
}

function readTargets(folder: string): {
  readonly targets: ReadonlyMap<string, SignedTarget>;
  readonly expires: string;
  readonly version: number;
} {
  const { targets, expires, version } = readSigned(folder, 'targets');
  return { expires, version, targets: toTargets(targets) };
}

/** What a `targets.json` names, whose bytes the caller has verified. */
export function parseTargets(bytes: Buffer): ReadonlyMap<string, SignedTarget> {
  return toTargets((JSON.parse(bytes.toString()) as { readonly signed: SignedPart }).signed.targets);
}

function toTargets(targets: SignedPart['targets'] = {}): ReadonlyMap<string, SignedTarget> {
  const entries = Object.entries(targets).slice(0, limits.repositoryTargets);
  return new Map(
    entries.flatMap(([name, { length, hashes }]) => (hashes.sha256 === undefined ? [] : [[name, { length, sha256: hashes.sha256 }]])),
  );
}
