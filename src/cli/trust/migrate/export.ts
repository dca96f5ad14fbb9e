import { exitCodes } from '../../../model/exit-codes.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { readExport } from '../../../trust/migrate/archive/read-export.ts';
import { exportCollection, type CollectionExport, type ExportRequest } from '../../../trust/migrate/export/export-collection.ts';
import { formatExport } from '../../../trust/migrate/export/format-export.ts';
import { writeTrustFile } from '../../../trust/notary/directory/write-trust-file.ts';
import { hasOption, optionValue, type CommandContext, type CommandInput } from '../../command.ts';
import { openTrust } from '../context.ts';
import { describeRequest } from './source.ts';
import { count, writeLines } from '../text.ts';
import { writeOutputFile } from '../../terminal/write-output-file.ts';

/** An archive may be all that is left of a server that has been shut down: one that verified is not replaced by one that does not. */
async function assertNothingLost(file: string, exports: readonly CollectionExport[]): Promise<void> {
  const before = await readExport(file).catch(() => undefined);
  for (const { gun, wasVerified } of before?.collections ?? []) {
    const now = exports.find(({ collection }) => collection.gun === gun)?.collection.verification;
    if (!wasVerified || now?.isVerified === true) continue;
    const why = now === undefined ? 'is not part of this export' : `cannot be verified now (${now.code})`;
    throw new PratiqueError('OUTPUT_UNWRITABLE', `${file} has a verified export of ${gun}, which ${why}: it is not replaced`, {
      hint: 'keep it, and write to another file with --output',
    });
  }
}

async function exportRepository(name: string, about: Pick<ExportRequest, 'withPrivateKeys' | 'startedAt'>, input: CommandInput, context: CommandContext): Promise<CollectionExport> {
  await using opened = await openTrust(name, input, context);
  const { remote, directory } = opened.trust;
  const { pins, keptRoot } = await describeRequest(opened.gun, input);
  return await exportCollection({ ...about, gun: opened.gun, remote, pins, trustDirectory: directory, ...(keptRoot === undefined ? {} : { keptRoot }) }, context.runtime);
} // prettier-ignore

/** Writes all trust data of some repositories to one archive; 4 when some of it fails verification, or is not there. */
export async function runExport(input: CommandInput, context: CommandContext): Promise<number> {
  const file = optionValue(input, 'output');
  if (file === undefined) throw new PratiqueError('USAGE', 'trust migrate export needs an output file', { hint: 'add --output FILE.tar' });
  const startedAt = context.runtime.now();
  const withPrivateKeys = hasOption(input, 'with-private-keys');
  const exports: CollectionExport[] = [];
  const failures: PratiqueError[] = [];
  for (const name of new Set(input.arguments)) {
    const exported = await exportRepository(name, { withPrivateKeys, startedAt }, input, context).catch((error: unknown) => {
      // The server may be shut down before the next attempt: what can be exported is.
      if (!(error instanceof PratiqueError) || error.exitCode === exitCodes.usageError || context.runtime.signal.aborted) throw error;
      return error;
    });
    if (exported instanceof PratiqueError) failures.push(exported);
    else exports.push(exported);
  }
  const [failure] = failures;
  if (failure !== undefined && exports.length === 0) throw failure;
  context.runtime.progress({ id: 'export', label: 'exported', done: 1, total: 1, unit: 'items', finished: true });
  await assertNothingLost(file, exports);
  const { chunks, index } = formatExport(exports, { tool: `pratique ${context.toolVersion}`, exportedAt: startedAt });
  if (withPrivateKeys) await writeTrustFile(file, Buffer.concat([...chunks]));
  else writeOutputFile(file, chunks);
  for (const { collection } of exports) {
    const { gun, tags, history, files, privateKeys, notices, verification } = collection;
    for (const notice of notices) context.output.note(`pratique: ${notice}`);
    const taken = privateKeys.filter(({ path }) => path !== undefined).length;
    const left = privateKeys.length - taken;
    const keys = taken === 0 ? 'no private keys' : count(taken, 'private key');
    const others = left === 0 ? '' : ` (${left} ${withPrivateKeys ? 'not exported' : 'on this machine; add them with --with-private-keys'})`;
    await writeLines(context.output, [`${gun}: ${verification.isVerified ? count(tags.length, 'tag') : `not verified (${verification.code}), so no tags are listed`}, ${count(history.length, 'change')}, ${count(files.length, 'metadata file')}, ${keys}${others}\n`]);
  }
  const unpinned = exports.filter(({ collection: { verification } }) => !verification.isVerified && verification.code === 'ROOT_PIN_REQUIRED');
  if (unpinned.length > 0) context.output.warn('pratique: export again with the root key of the publisher, --root-key ID; "pratique trust inspect REPOSITORY" prints the ID on a machine that knows the repository');
  for (const { message, path } of index.issues) context.output.warn(`pratique: ${path === undefined ? '' : `${path}: `}${message}`);
  for (const error of failures) context.output.warn(`pratique: not in ${file}: ${error.message} (${error.code}); try: ${error.hint}`);
  return index.issues.length === 0 && failures.length === 0 ? exitCodes.passed : exitCodes.incomplete;
} // prettier-ignore
