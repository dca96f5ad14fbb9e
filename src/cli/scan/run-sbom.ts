import { join } from 'node:path';
import { sourceDateEpoch } from '../../config/source-date-epoch.ts';
import { workflowRun } from '../../config/workflow-run.ts';
import { threadCount } from '../../config/thread-count.ts';
import { keepHeapSmall } from '../../lib/engine/keep-heap-small.ts';
import { exitCodes } from '../../model/exit-codes.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { completenessStatement } from '../../policy/completeness-statement.ts';
import { type Inventory } from '../../sbom/inventory.ts';
import { findSbomFormat, findSbomFormatOfFile } from '../../sbom/write/find-sbom-format.ts';
import { sbomWriters } from '../../sbom/write/sbom-writers.ts';
import { inventoryTarget } from '../../scan/inventory-target.ts';
import { hasOption, optionValue, optionValues, type CommandContext, type CommandInput } from '../command.ts';
import { type FormatNames, type OutputTarget, readOutputTargets } from '../terminal/output-targets.ts';
import { readPassword } from '../terminal/read-password.ts';
import { writeOutputFile } from '../terminal/write-output-file.ts';
import { refuseCommandAsTarget } from '../words/not-an-image.ts';
import { readAllowedGaps } from '../report/read-allowed-gaps.ts';
import { checkStandardInput, readOpenOptions } from './scan-request.ts';

/** A target → its packages → one document for each output → exit code. */
export async function runSbom(input: CommandInput, context: CommandContext): Promise<number> {
  keepHeapSmall();
  const password = await readPassword(input, context.output);
  const target = readTarget(input, context);
  const outputs = readOutputTargets(optionValue(input, 'format'), optionValues(input, 'output'), formatNames);
  const allowed = readAllowedGaps(input);
  const createdAt = sourceDateEpoch() ?? context.runtime.now();
  const threads = threadCount();
  const options = {
    open: readOpenOptions(input, password),
    ...(hasOption(input, 'no-cache') ? {} : { cacheDirectory: join(context.cacheDirectory, 'layers') }),
    ...(threads === undefined ? {} : { threads }),
    verifyDiffIds: hasOption(input, 'verify-diff-ids'),
  };
  const inventories = await inventoryTarget(target, options, context.runtime);
  const [inventory] = inventories;
  if (inventory === undefined || inventories.length > 1)
    throw new PratiqueError('USAGE', `an SBOM is about one image, and ${target} has ${inventories.length}`, {
      hint: 'choose one with --platform os/architecture',
    });
  if (inventory.target.scheme === 'sbom')
    context.output.note(`pratique: ${target} is an SBOM and is converted; scan it with: pratique scan ${target}`);
  await writeDocuments(inventory, outputs, createdAt, context);
  return judge(inventory, allowed, context);
}

const formatNames: FormatNames = {
  list: sbomWriters.flatMap(({ format, versions }) => (versions.length > 1 ? [format, `${format}@${versions[0] ?? ''}`] : [format])),
  usual: sbomWriters[0]?.format ?? '',
  has: (format) => findSbomFormat(format) !== undefined,
  ofFile: findSbomFormatOfFile,
};

function readTarget(input: CommandInput, context: CommandContext): string {
  const targets = [...input.arguments, ...optionValues(input, 'input')];
  const [target = ''] = targets;
  if (targets.length > 1) throw new PratiqueError('USAGE', 'an SBOM is about one TARGET', { hint: 'run pratique sbom once for each' });
  if (target === '') throw new PratiqueError('USAGE', 'the TARGET is empty', { hint: 'check the variable it comes from' });
  checkStandardInput(targets, input);
  refuseCommandAsTarget(target, context.commands);
  return target;
}

/** Files first: a reader of standard output that goes away early does not cost the files. */
async function writeDocuments(
  inventory: Inventory,
  outputs: readonly OutputTarget[],
  createdAt: Date,
  { output, toolVersion }: CommandContext,
): Promise<void> {
  const workflow = workflowRun();
  const toStandardOutput: Iterable<string>[] = [];
  for (const { format, file } of outputs) {
    const found = findSbomFormat(format);
    if (found === undefined) throw new Error(`no SBOM format ${format}`);
    const write = await found.writer.load();
    const document = write(inventory, {
      version: found.version,
      toolVersion,
      createdAt,
      ...(workflow === undefined ? {} : { workflow }),
    });
    if (file === undefined) toStandardOutput.push(document);
    else writeOutputFile(file, document);
  }
  for (const document of toStandardOutput) await output.write(document);
}

/** Gaps are in the document; who reads only the exit code learns of them too. */
function judge(inventory: Inventory, allowed: boolean | readonly string[], { output }: CommandContext): number {
  const { isMet, text } = completenessStatement(inventory, allowed);
  for (const { code, severity, message } of inventory.issues) if (severity === 'error') output.note(`pratique: ${code}: ${message}`);
  if (!isMet) output.note(`pratique: the SBOM is incomplete: ${text}; --allow-incomplete accepts that`);
  return isMet ? exitCodes.passed : exitCodes.incomplete;
}
