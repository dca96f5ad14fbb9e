import { type RegistryOptions } from '../../model/image.ts';
import { parsePlatform } from '../../model/platform.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type TrustVerdict } from '../../model/trust/trust-verdict.ts';
import { writeVerdictsJson } from '../../report/trust/verdict-json.ts';
import { writeVerdictsTable } from '../../report/trust/verdict-table.ts';
import { identityRequired } from '../../trust/verdict/choose-statement.ts';
import { parsePlace } from '../../trust/verdict/open-place.ts';
import { verifyImage } from '../../trust/verdict/verify-image.ts';
import { hasOption, optionValue, type CommandContext, type CommandInput } from '../command.ts';
import { formatError } from '../terminal/format-error.ts';
import { readPassword } from '../terminal/read-password.ts';
import { readRegistryOptions } from '../words/registry-options.ts';
import { describePolicySearch } from './describe-policy-search.ts';
import { verdictExitCode } from './verdict-exit-code.ts';
import { readVerifyOptions } from './verify-request.ts';

/** Verifies each image; the failure of one does not stop the others. */
export async function runVerify(input: CommandInput, context: CommandContext): Promise<number> {
  const { output, runtime, cacheDirectory } = context;
  const places = input.arguments.map(parsePlace);
  const platform = optionValue(input, 'platform');
  const password = await readPassword(input, output);
  const options = await readVerifyOptions(input, {
    output,
    cacheDirectory,
    ...(password === undefined ? {} : { password }),
    ...(platform === undefined ? {} : { platform: parsePlatform(platform) }),
  });
  const registry = readRegistryOptions(input, password);
  const verdicts: TrustVerdict[] = [];
  const failures: PratiqueError[] = [];
  for (const image of input.arguments) {
    try {
      verdicts.push(
        options === undefined
          ? await refuseWithoutSigner(image, describePolicySearch(input), registry, runtime)
          : await verifyImage(image, options, runtime),
      );
    } catch (error) {
      if (!(error instanceof PratiqueError) || runtime.signal.aborted) throw error;
      output.warn(formatError(error));
      failures.push(error);
    }
  }
  const isStrict = hasOption(input, 'enforce') || hasOption(input, 'quiet');
  const codes = [...verdicts.map((verdict) => verdictExitCode(verdict, { isStrict })), ...failures.map(({ exitCode }) => exitCode)];
  const exitCode = worst(codes);
  if (hasOption(input, 'quiet')) await writeDigests(verdicts, places.map(nameOf), exitCode, context);
  else if (optionValue(input, 'format') === 'json') await output.write(writeVerdictsJson(verdicts, context.toolVersion));
  else await output.write(writeVerdictsTable(verdicts, output));
  return exitCode;
}

/** Who signed the image, as its signatures say, helps to choose whom to trust; that nobody is trusted yet does not depend on it. */
async function refuseWithoutSigner(image: string, search: string, registry: RegistryOptions, runtime: Runtime): Promise<TrustVerdict> {
  const { describeClaimedSigners } = await import('../../trust/verdict/claimed-signers.ts');
  return identityRequired(image, await describeClaimedSigners(image, { registry }, runtime), search);
}

/** A refusal wins over a lookup failure, so that scripts see it. */
function worst(codes: readonly number[]): number {
  return [1, 2, 3].find((code) => codes.includes(code)) ?? 0;
}

/** Writes all digests or none: an untrusted image leaves nothing that a script could pull. */
async function writeDigests(
  verdicts: readonly TrustVerdict[],
  names: readonly string[],
  exitCode: number,
  { output }: CommandContext,
): Promise<void> {
  for (const verdict of verdicts)
    for (const { code, object, message } of verdict.isTrusted ? [] : verdict.refused)
      output.warn(`pratique: ${verdict.image}: ${object}: ${message} (${code})`);
  for (const verdict of verdicts)
    for (const { message, code } of verdict.isTrusted ? [] : verdict.failures)
      output.warn(`pratique: ${verdict.image}: ${message} (${code})`);
  if (exitCode === 0) await output.write(verdicts.map(({ digest }, at) => `${names[at] ?? ''}@${digest ?? ''}\n`));
}

function nameOf(place: ReturnType<typeof parsePlace>): string {
  return place.kind === 'layout' ? `oci-dir:${place.folder}` : `${place.reference.registry}/${place.reference.repository}`;
}
