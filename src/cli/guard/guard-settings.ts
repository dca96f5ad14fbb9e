import { statSync } from 'node:fs';
import { checkConfiguration } from '../../config/check-configuration.ts';
import { readConfigurationFile } from '../../config/configuration-file.ts';
import { decodeGuardPolicy } from '../../harden/guard/decode-guard-policy.ts';
import { defaultGuardPolicy, type GuardPolicy } from '../../harden/guard/guard-policy.ts';
import { type Policy } from '../../policy/policy.ts';
import { type VerifyOptions } from '../../trust/verdict/verification-options.ts';
import { type CommandContext, type CommandInput, hasOption } from '../command.ts';
import { readPolicy } from '../judge/read-policy.ts';
import { readGate } from '../report/read-gate.ts';
import { readVerifyOptions } from '../verify/verify-request.ts';
import { readConfigurationName } from '../words/configuration-name.ts';

/** What requests are judged by. */
export interface GuardSettings {
  readonly guard: GuardPolicy;
  /** Of findings. */
  readonly policy: Policy;
  /** `undefined` where nobody says whose signature counts. */
  readonly verify: VerifyOptions | undefined;
}

/** Throws USAGE and CONFIG_INVALID. */
export async function readGuardSettings(input: CommandInput, context: CommandContext): Promise<GuardSettings> {
  const file = readConfigurationFile(readConfigurationName(input));
  if (file !== undefined) checkConfiguration(file);
  const guard = file === undefined ? defaultGuardPolicy : decodeGuardPolicy(file.text, file.path);
  const given = readGate(input);
  const hasStatements = file !== undefined && /^["']?policy["']?\s*:/m.test(file.text);
  // A door without any threshold would be none.
  const isGate = hasOption(input, 'severity') || !hasStatements;
  const gate = { ...given, exitCode: isGate ? 1 : 0, severities: given.severities ?? (['critical'] as const) };
  return {
    guard,
    policy: await readPolicy(input, gate, context),
    verify: guard.images.requires.includes('signed')
      ? await readVerifyOptions(input, { output: context.output, cacheDirectory: context.cacheDirectory })
      : undefined,
  };
}

/** Reads the settings again when the configuration file changes. A file that cannot be read any more keeps those that were read last, and is told. */
export function watchGuardSettings(input: CommandInput, first: GuardSettings, context: CommandContext): () => Promise<GuardSettings> {
  const path = readConfigurationFile(readConfigurationName(input))?.path;
  let current = first;
  let seen = stampOf(path);
  return async () => {
    const stamp = stampOf(path);
    if (stamp === seen) return current;
    seen = stamp;
    try {
      current = await readGuardSettings(input, context);
      context.output.note(`pratique: read ${path ?? 'the configuration'} again`);
    } catch (error) {
      context.output.warn(`pratique: the former policy stays: ${error instanceof Error ? error.message : String(error)}`);
    }
    return current;
  };
}

function stampOf(path: string | undefined): string {
  const status = path === undefined ? undefined : statSync(path, { throwIfNoEntry: false });
  return status === undefined ? '' : `${status.mtimeMs} ${status.size} ${status.ino}`;
}
