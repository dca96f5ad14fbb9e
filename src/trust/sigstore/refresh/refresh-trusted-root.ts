import { createHash } from 'node:crypto';
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
import { replaceFile } from './replace-file.ts';
import { stageDirectory, type StagedDirectory } from './staged-directory.ts';
import { toRefusal } from './to-refusal.ts';

/** Sigstore's public good instance. */
export const publicGoodMirror = new URL('https://tuf-repo-cdn.sigstore.dev/');

export interface TrustedRootRefresh extends FetchOptions {
  /** Base URL of the repository; targets lie under `targets/`. */
  readonly mirror: URL;
  /** What is kept between runs: metadata of each mirror, and the verified files. */
  readonly directory: string;
  /** `root.json` to start from; needed the first time that a mirror is met. */
  readonly initialRoot?: Uint8Array;
}

export interface RefreshedRoot {
  /** Path of `trusted_root.json`. */
  readonly trustedRoot: string;
  /** Path of `signing_config.json`; absent where the repository has none. */
  readonly signingConfig?: string;
  /** Version of the TUF root that everything is believed by now. */
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
 * Throws VerificationError for what is not believed, and PratiqueError for what cannot be fetched or written: what was there before stays in use.
 */
export async function refreshTrustedRoot(refresh: TrustedRootRefresh, runtime: Runtime): Promise<RefreshedRoot> {
  const { mirror, directory, initialRoot } = refresh;
  const fetcher = new HttpFetcher(mirror, refresh, runtime);
  using stage = stageDirectory(join(directory, 'tuf', mirrorName(mirror)));
  const isFirst = pinRoot(stage.path, mirror, initialRoot);
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

/** One directory for each mirror; its name cannot be a path. */
function mirrorName(mirror: URL): string {
  return createHash('sha256').update(mirror.href).digest('hex').slice(0, 32);
}

/** The first root is what everything else is believed by: it is given once, and another one later is no update. Answers whether this is the first meeting. */
function pinRoot(path: string, mirror: URL, initialRoot: Uint8Array | undefined): boolean {
  const pin = join(path, 'initial-root.json');
  if (existsSync(join(path, 'root.json')) && existsSync(pin)) {
    if (initialRoot === undefined || readFileSync(pin).equals(initialRoot)) return false;
    throw new VerificationError('ROOT_PIN_MISMATCH', mirror.href, `${mirror.href} was begun with another root than the one that is given`);
  }
  if (initialRoot === undefined)
    throw new PratiqueError('TRUSTED_ROOT_MISSING', `${mirror.href} was never met, and no root is built in to begin with`, {
      hint: 'give its root.json once with --root FILE; sigstore’s own is in github.com/sigstore/root-signing, and where cosign initialize keeps it',
    });
  if (initialRoot.length > limits.trustedRootBytes)
    throw new PratiqueError('TRUSTED_ROOT_INVALID', `the root has ${initialRoot.length} bytes, more than ${limits.trustedRootBytes}`);
  for (const file of [pin, join(path, 'root.json')]) writeFileSync(file, initialRoot);
  return true;
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
  const optional = fetched.find(({ wanted }) => wanted.isOptional);
  return {
    trustedRoot: join(directory, 'trusted_root.json'),
    ...(optional === undefined ? {} : { signingConfig: join(directory, optional.wanted.file) }),
    rootVersion: versionOf(readFileSync(join(stage.path, 'root.json'))),
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

function versionOf(root: Buffer): number {
  const json = JSON.parse(root.toString('utf8')) as { readonly signed: { readonly version: number } };
  return json.signed.version;
}
