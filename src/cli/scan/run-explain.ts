import { join } from 'node:path';
import { keepHeapSmall } from '../../lib/engine/keep-heap-small.ts';
import { exitCodes } from '../../model/exit-codes.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { explainTarget } from '../../scan/explain-target.ts';
import { optionValue, type CommandContext, type CommandInput } from '../command.ts';
import { readPolicy } from '../judge/read-policy.ts';
import { reportFormats } from '../report/report-formats.ts';
import { readPassword } from '../terminal/read-password.ts';
import { localAdvisories } from '../words/local-advisories.ts';
import { refuseCommandAsTarget } from '../words/not-an-image.ts';
import { formatExplained, formatExplainedJson } from './explain-text.ts';
import { readScanRequest } from './scan-request.ts';

/** A flaw and a target → the records that were compared, and what became of them. */
export async function runExplain(input: CommandInput, context: CommandContext): Promise<number> {
  keepHeapSmall();
  const [flaw = '', target = ''] = input.arguments;
  const id = normalizeId(flaw);
  const password = await readPassword(input, context.output);
  const request = readScanRequest(
    { ...input, arguments: [target] },
    { formats: reportFormats, cacheDirectory: context.cacheDirectory, ...(password === undefined ? {} : { password }) },
  );
  refuseCommandAsTarget(target, context.commands);
  const policy = await readPolicy(input, request.gate, context);
  const { open, cacheDirectory, database, replay, downloadsAdvisories, repository, overlays, threads } = request;
  const options = {
    open,
    ...(cacheDirectory === undefined ? {} : { cacheDirectory: join(cacheDirectory, 'layers') }),
    ...(database === undefined
      ? { local: localAdvisories(context, { mayDownload: downloadsAdvisories, open, repository, replay }) }
      : { database, ...(replay !== undefined && { replay }) }),
    overlays,
    ...(threads === undefined ? {} : { threads }),
  };
  const explained = await explainTarget(target, id, options, context.runtime);
  const judged = explained.map((each) => ({ ...each, report: policy.apply(each.report, context.runtime.now()) }));
  const isJson = optionValue(input, 'format') === 'json';
  await context.output.write(isJson ? [formatExplainedJson(id, judged)] : formatExplained(id, judged, context.output.width));
  return exitCodes.passed;
}

/** `cve-2023-1` is CVE-2023-1; GitHub writes what follows GHSA in small letters. */
function normalizeId(text: string): string {
  const id = text.trim();
  if (id === '')
    throw new PratiqueError('USAGE', 'explain needs a CVE and a TARGET', { hint: 'pratique explain CVE-2023-38545 debian:12' });
  return /^ghsa-/i.test(id) ? `GHSA${id.slice(4).toLowerCase()}` : id.toUpperCase();
}
