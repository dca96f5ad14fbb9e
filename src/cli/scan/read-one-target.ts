import { keepHeapSmall } from '../../lib/engine/keep-heap-small.ts';
import { type CommandContext, type CommandInput } from '../command.ts';
import { viewFormats } from '../report/write-views.ts';
import { readPassword } from '../terminal/read-password.ts';
import { refuseCommandAsTarget } from '../words/not-an-image.ts';
import { readScanRequest, type ScanRequest } from './scan-request.ts';

/** The request of a command that shows one target in formats of its own, the usual one first. Throws what `readScanRequest` throws. */
export async function readOneTarget(
  input: CommandInput,
  context: CommandContext,
  ...formats: readonly [string, ...string[]]
): Promise<{ readonly target: string; readonly request: ScanRequest }> {
  keepHeapSmall();
  const password = await readPassword(input, context.output);
  const given = { formats: viewFormats(...formats), cacheDirectory: context.cacheDirectory };
  const request = readScanRequest(input, { ...given, ...(password === undefined ? {} : { password }) });
  const [target = ''] = request.targets;
  refuseCommandAsTarget(target, context.commands);
  return { target, request };
}
