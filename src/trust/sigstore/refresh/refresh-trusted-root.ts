import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Updater } from 'tuf-js';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { selectServices } from '../sign/signing-config.ts';
import { readTrustedRoot } from '../trusted-root/read-trusted-root.ts';
import { type FetchOptions, HttpFetcher } from './http-fetcher.ts';
import { formatRecord, metadataDirectory, recordFile } from './kept-root.ts';
import { publicGoodInstance, type SigstoreInstance } from './public-good-instance.ts';
import { replaceFile } from './replace-file.ts';
import { stageDirectory, type StagedDirectory } from './staged-directory.ts';
import { toRefusal } from './to-refusal.ts';

export interface TrustedRootRefresh extends FetchOptions {
  /** Base URL of the repository; targets are under `targets/`. */
  readonly mirror: URL;
  /** What is kept between runs: metadata of each mirror, and the verified files. */
  readonly directory: string;
  /** `root.json` to start from. Needed the first time that a mirror is used, unless it is the instance's own. */
  readonly initialRoot?: Uint8Array;
  /** Whose root is built in; sigstore's public good instance by default. */
  readonly instance?: SigstoreInstance;
}

export interface RefreshedRoot {
  /** Path of `trusted_root.json`. */
  readonly trustedRoot: string;
  /** Path of `signing_config.json`; absent where the repository has none. */
  readonly signingConfig?: string;
  /** Version of the current TUF root. */
  readonly rootVersion: number;
  /** Whether `trusted_root.json` is another than before. */
  readonly isChanged: boolean;
}

interface WantedTarget {
  readonly target: string;
  readonly file: string;
  readonly isOptional: boolean;
  readonly check: (bytes: Uint8Array, now: Date) => unknown;
}

const wantedTargets: readonly WantedTarget[] = [
  {
    target: 'trusted_root.json',
    file: 'trusted_root.json',
    isOptional: false,
    check: (bytes) => readTrustedRoot(bytes, 'trusted_root.json'),
  },
  {
    target: 'signing_config.v0.2.json',
    file: 'signing_config.json',
    isOptional: true,
    check: (bytes, now) => selectServices(bytes, now, 'signing_config.v0.2.json'),
  },
];

/**
 * Brings the trusted root up to date (TUF 1.0.34, section 5, client workflow). Versions seen before are never gone below, and nothing expired is taken.
 * Throws VerificationError for metadata that are refused, and PratiqueError for what cannot be fetched or written: what was kept before stays in use.
 */
export async function refreshTrustedRoot(refresh: TrustedRootRefresh, runtime: Runtime): Promise<RefreshedRoot> {
  const { mirror, directory } = refresh;
  const fetcher = new HttpFetcher(mirror, refresh, runtime);
  using stage = stageDirectory(metadataDirectory(directory, mirror));
  const isFirst = await pinRoot(stage.path, refresh);
  try {
    return await update(refresh, stage, fetcher, runtime.now());
  } catch (error) {
    // What was accepted before something was refused stays accepted: a root that was seen is never unseen.
    // At the first meeting nothing was: a root that leads nowhere is not kept as the one to begin with.
    if (!isFirst) stage.publish();
    if (fetcher.failure !== undefined) throw fetcher.failure;
    if (error instanceof PratiqueError || error instanceof VerificationError) throw error;
    throw toRefusal(error, mirror);
  } finally {
    await fetcher.close();
  }
}

/**
 * The first root is what everything else is trusted by: it is given once, and another one later is no update. The built-in root is as good as one that
 * is given, and a newer one of a newer program changes nothing where the mirror is known. Answers whether this is the first use of the mirror.
 */
async function pinRoot(path: string, refresh: TrustedRootRefresh): Promise<boolean> {
  const { mirror, initialRoot } = refresh;
  const pin = join(path, 'initial-root.json');
  if (existsSync(join(path, 'root.json')) && existsSync(pin)) {
    if (initialRoot === undefined || readFileSync(pin).equals(initialRoot)) return false;
    throw new VerificationError('ROOT_PIN_MISMATCH', mirror.href, `${mirror.href} was first used with another root than the one given`);
  }
  const root = initialRoot ?? (await findBuiltIn(refresh));
  if (root === undefined)
    throw new PratiqueError(
      'TRUSTED_ROOT_MISSING',
      `no TUF root is known for ${mirror.href}: only that of sigstore’s own mirror is built in`,
      {
        hint: 'pass its root.json once with --root FILE; the operator of the mirror publishes it',
      },
    );
  if (root.length > limits.trustedRootBytes)
    throw new PratiqueError('TRUSTED_ROOT_INVALID', `the root has ${root.length} bytes, more than ${limits.trustedRootBytes}`);
  for (const file of [pin, join(path, 'root.json')]) writeFileSync(file, root);
  return true;
}

async function findBuiltIn({ mirror, instance = publicGoodInstance }: TrustedRootRefresh): Promise<Uint8Array | undefined> {
  return mirror.href === instance.mirror.href ? Buffer.from((await instance.loadSeed()).root) : undefined;
}

async function update(
  { mirror, directory }: TrustedRootRefresh,
  stage: StagedDirectory,
  fetcher: HttpFetcher,
  now: Date,
): Promise<RefreshedRoot> {
  const updater = await makeUpdater(mirror, stage.path, fetcher);
  await updater.refresh();
  stage.publish();
  const fetched: { readonly wanted: WantedTarget; readonly bytes: Buffer }[] = [];
  for (const wanted of wantedTargets) {
    const bytes = await fetchTarget(updater, wanted, stage.path);
    if (bytes !== undefined) wanted.check(bytes, now);
    if (bytes !== undefined) fetched.push({ wanted, bytes });
  }
  // A role below targets is fetched on the way to a target.
  stage.publish();
  const isChanged = fetched.map(({ wanted, bytes }) => replaceChanged(join(directory, wanted.file), bytes))[0] ?? false;
  const root = readSigned(join(stage.path, 'root.json'));
  const { expires: timestampExpires } = readSigned(join(stage.path, 'timestamp.json'));
  const record = { mirror, refreshedAt: now, timestampExpiresAt: new Date(timestampExpires), rootExpiresAt: new Date(root.expires) };
  replaceFile(join(directory, recordFile), formatRecord(record));
  const optional = fetched.find(({ wanted }) => wanted.isOptional);
  return {
    trustedRoot: join(directory, 'trusted_root.json'),
    ...(optional === undefined ? {} : { signingConfig: join(directory, optional.wanted.file) }),
    rootVersion: root.version,
    isChanged,
  };
}

async function makeUpdater(mirror: URL, folder: string, fetcher: HttpFetcher): Promise<Updater> {
  const library = await import('tuf-js');
  const base = mirror.href.replace(/\/*$/, '/');
  try {
    return new library.Updater({ metadataDir: folder, metadataBaseUrl: base, targetBaseUrl: `${base}targets/`, fetcher });
  } catch (cause) {
    throw new VerificationError('ROOT_CACHE_INVALID', mirror.href, `the root that ${mirror.href} is begun with is none`, { cause });
  }
}

async function fetchTarget(updater: Updater, { target, isOptional }: WantedTarget, folder: string): Promise<Buffer | undefined> {
  const info = await updater.getTargetInfo(target);
  if (info === undefined && isOptional) return undefined;
  if (info === undefined) throw new VerificationError('TARGET_NOT_SIGNED', target, `the repository has no ${target}`);
  return readFileSync(await updater.downloadTarget(info, join(folder, 'target.download')));
}

function replaceChanged(path: string, bytes: Buffer): boolean {
  if (existsSync(path) && readFileSync(path).equals(bytes)) return false;
  replaceFile(path, bytes);
  return true;
}

/** Of metadata that tuf-js has verified and written. */
function readSigned(path: string): { readonly version: number; readonly expires: string } {
  const json = JSON.parse(readFileSync(path, 'utf8')) as { readonly signed: { readonly version: number; readonly expires: string } };
  return json.signed;
}
