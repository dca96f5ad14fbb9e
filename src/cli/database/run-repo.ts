import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { divideDatabase } from '../../advisory/repository/divide-database.ts';
import {
  publishGeneration,
  readSigned,
  renewRepository,
  latestVersion,
  type PublishOptions,
} from '../../advisory/repository/publish-repository.ts';
import { publishableSlices } from '../../advisory/repository/publishable-slices.ts';
import { metadataFolder, targetPath } from '../../advisory/repository/repository-place.ts';
import { rotateKeys } from '../../advisory/repository/root-metadata.ts';
import { isDatabase, readSliceSources, type SliceSource } from '../../advisory/repository/slice-source.ts';
import { tufRoles } from '../../advisory/repository/tuf-envelope.ts';
import { formatBytes } from '../../advisory/local/describe-refresh.ts';
import { type Runtime } from '../../model/runtime.ts';
import { optionValue, type CommandContext, type CommandInput } from '../command.ts';
import { readPassword } from '../terminal/read-password.ts';
import { readRegistryOptions } from '../words/registry-options.ts';
import { databaseDirectoryOf } from './database-directory-of.ts';
import { readKeyDirectory, readNumber } from './key-directory.ts';

const defaultKeep = 30;

export async function runRepoPublish(input: CommandInput, context: CommandContext): Promise<number> {
  const options = readOptions(input, context.runtime.now());
  const push = optionValue(input, 'push');
  const password = push === undefined ? undefined : await readPassword(input, context.output);
  const { advisorySources } = await import('../../advisory/advisory-sources.ts');
  const published = await withSlices(databaseDirectoryOf(input, context), context.runtime, (all) => {
    const { slices, privateNames } = publishableSlices(all, advisorySources);
    if (privateNames.length > 0)
      context.output.note(`pratique: not published, because their licences forbid it: ${privateNames.join(', ')}`);
    return publishGeneration(slices, options);
  });
  await context.output.write([
    `published generation ${published.version}: ${published.targets} files, ${formatBytes(published.bytes)}; new: ${formatBytes(published.newBytes)}${published.deltaBytes === 0 ? '' : `, as differences ${formatBytes(published.deltaBytes)}`}\n${published.digest}\n`,
  ]);
  if (push !== undefined) {
    const { pushRepository } = await import('../words/oci-place.ts');
    const digest = await pushRepository(
      push,
      { version: published.version, files: currentFiles(options.repository) },
      readRegistryOptions(input, password),
      context.runtime,
    );
    await context.output.write([`pushed ${push}@${digest}\n`]);
  }
  return 0;
}

export async function runRepoSign(input: CommandInput, { output, runtime }: CommandContext): Promise<number> {
  const options = readOptions(input, runtime.now());
  renewRepository(options);
  await output.write([`signed again; valid until ${readSigned(options.repository, 'timestamp.json')['expires'] as string}\n`]);
  return 0;
}

export async function runRepoRotate(input: CommandInput, { output, runtime }: CommandContext): Promise<number> {
  const { repository, keys, now } = readOptions(input, runtime.now());
  const role = tufRoles.find((each) => each === optionValue(input, 'role'));
  const version = rotateKeys({ repository, keys, now, ...(role !== undefined && { role }) });
  await output.write([`root version ${version}${role === undefined ? '' : `: new keys for ${role}`}\n`]);
  // What the old keys signed is refused from now on.
  if (role !== undefined && role !== 'root' && latestVersion(repository, 'targets') > 0) {
    renewRepository({ repository, keys, now, keep: defaultKeep });
    await output.write(['signed again with the new keys\n']);
  }
  return 0;
}

/** The slices of a database, which are made in a temporary directory, or those of a root that has them already. */
export async function withSlices<T>(source: string, runtime: Runtime, use: (slices: readonly SliceSource[]) => T | Promise<T>): Promise<T> {
  if (!isDatabase(source)) return use(readSliceSources(source));
  const work = mkdtempSync(join(tmpdir(), 'pratique-slices-'));
  try {
    await divideDatabase(source, work, runtime);
    return await use(readSliceSources(work));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Everything that a client of the current generation may ask for, by path. */
export function currentFiles(repository: string): ReadonlyMap<string, Buffer> {
  const version = latestVersion(repository, 'targets');
  const { targets } = readSigned(repository, `${version}.targets.json`) as unknown as {
    readonly targets: Readonly<Record<string, { readonly hashes: { readonly sha256: string } }>>;
  };
  const metadata = readdirSync(join(repository, metadataFolder)).filter(
    (name) =>
      name === 'timestamp.json' ||
      name.endsWith('.root.json') ||
      name === `${version}.targets.json` ||
      name === `${latestVersion(repository, 'snapshot')}.snapshot.json`,
  );
  const paths = [
    ...metadata.map((name) => `${metadataFolder}/${name}`),
    ...Object.entries(targets).map(([target, { hashes }]) => targetPath(target, hashes.sha256)),
  ];
  return new Map(paths.map((path) => [path, readFileSync(join(repository, path))]));
}

function readOptions(input: CommandInput, now: Date): PublishOptions {
  return {
    repository: input.arguments[0] ?? '',
    keys: readKeyDirectory(input),
    now,
    expiry: { timestamp: readNumber(input, 'expires', 3) },
    keep: readNumber(input, 'keep', defaultKeep),
  };
}
