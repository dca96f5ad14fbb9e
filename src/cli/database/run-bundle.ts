import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatBytes, describeSlices } from '../../advisory/local/describe-refresh.ts';
import { installSlices } from '../../advisory/local/install-slices.ts';
import { parseSliceDirectory, type Slice } from '../../advisory/local/slice.ts';
import { bundlePlace } from '../../advisory/repository/bundle-place.ts';
import { openRepository } from '../../advisory/repository/open-repository.ts';
import { publishGeneration, latestVersion } from '../../advisory/repository/publish-repository.ts';
import { metadataFolder, parseSliceTarget } from '../../advisory/repository/repository-place.ts';
import { formatTar } from '../../lib/tar/format-tar.ts';
import { writeFileAtomically } from '../../lib/file/write-file-atomically.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { optionValue, type CommandContext, type CommandInput } from '../command.ts';
import { localRoot } from '../words/local-advisories.ts';
import { readRepository } from '../words/repository-options.ts';
import { readKeyDirectory, readNumber } from './key-directory.ts';
import { currentFiles, withSlices } from './run-repo.ts';

export async function runExport(input: CommandInput, { cacheDirectory, output, runtime }: CommandContext): Promise<number> {
  const [file = ''] = input.arguments;
  const repository = optionValue(input, 'repository');
  if (repository === undefined || latestVersion(repository, 'root') === 0)
    throw new PratiqueError('USAGE', '--repository must be a directory made by pratique db repo init', {
      hint: 'pratique db repo init ./repo --keys ./keys',
    });
  const source = optionValue(input, 'db') ?? localRoot(cacheDirectory);
  if (!existsSync(source))
    throw new PratiqueError('DATABASE_NOT_FOUND', 'there are no advisories on this machine to export', {
      hint: 'scan an image first, or name a database with --db',
    });
  const days = readNumber(input, 'expires', 30);
  const work = mkdtempSync(join(tmpdir(), 'pratique-bundle-'));
  try {
    // Versions go on from those of the repository, so that a client of both sees one history.
    cpSync(join(repository, metadataFolder), join(work, metadataFolder), { recursive: true });
    const expiry = { timestamp: days, snapshot: days, targets: days };
    const options = { repository: work, keys: readKeyDirectory(input), now: runtime.now(), expiry, keep: 1 };
    const { version } = await withSlices(source, runtime, (slices) => publishGeneration(slices, options));
    // The next bundle must not have the same versions with other content.
    cpSync(join(work, metadataFolder), join(repository, metadataFolder), { recursive: true });
    const files = [...currentFiles(work)].map(([name, bytes]) => ({ name, bytes }));
    await writeFileAtomically(file, formatTar(files), { sync: 'content' });
    const size = files.reduce((total, { bytes }) => total + bytes.length, 0);
    await output.write([`wrote ${file}: generation ${version}, ${files.length} files, ${formatBytes(size)}, valid for ${days} days\n`]);
    return 0;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

export async function runImport(input: CommandInput, { cacheDirectory, output, runtime }: CommandContext): Promise<number> {
  const [file = ''] = input.arguments;
  const root = readRoot(input, file);
  const place = bundlePlace(file);
  const slices = await verifyBundle(file, root, join(localRoot(cacheDirectory), '.import'), runtime);
  const source = { root, open: () => Promise.resolve([place]) };
  const result = await installSlices(slices, { root: localRoot(cacheDirectory), repository: source }, runtime);
  if (result.failure !== undefined) throw new PratiqueError('REPOSITORY_REFUSED', result.failure);
  await output.write([`imported advisories for ${describeSlices(slices)} (signature verified)\n`]);
  return 0;
}

export async function runVerify(input: CommandInput, { output, runtime }: CommandContext): Promise<number> {
  const [file = ''] = input.arguments;
  const work = mkdtempSync(join(tmpdir(), 'pratique-verify-'));
  try {
    const slices = await verifyBundle(file, readRoot(input, file), work, runtime, true);
    await output.write([`verified ${file}: advisories for ${describeSlices(slices)}\n`]);
    return 0;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The slices of a bundle whose signatures are right; with `isWhole` after every file was read and verified. */
async function verifyBundle(
  file: string,
  root: Buffer,
  trustDirectory: string,
  runtime: CommandContext['runtime'],
  isWhole = false,
): Promise<readonly Slice[]> {
  try {
    const repository = await openRepository({ places: [bundlePlace(file)], root, trustDirectory }, runtime);
    if (isWhole) for (const target of repository.targets.keys()) await repository.read(target);
    return [...repository.targets.keys()].flatMap((target) => {
      const name = parseSliceTarget(target);
      const slice = name === undefined ? undefined : parseSliceDirectory(encodeURIComponent(name));
      return slice === undefined ? [] : [slice];
    });
  } finally {
    if (!isWhole) rmSync(trustDirectory, { recursive: true, force: true });
  }
}

function readRoot(input: CommandInput, file: string): Buffer {
  const options = new Map([...input.options, ['db-repository', [file]]]);
  const repository = readRepository({ ...input, options }, {});
  if (repository === undefined) throw new PratiqueError('USAGE', '--db-root is missing');
  return repository.root;
}
