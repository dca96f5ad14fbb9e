import { unknownSeverity } from '../../config/unknown-severity.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { isSeverity, severities, type Severity } from '../../model/severity.ts';
import { gateEffects, type FlagPolicyOptions, type GateEffect } from '../../policy/flag-policy.ts';
import { hasOption, optionValue, type CommandInput } from '../command.ts';
import { readAllowedGaps } from './read-allowed-gaps.ts';
import { splitList } from './split-list.ts';

/** What the result is judged by, as `gateOptions` describe it. Throws USAGE. */
export function readGate(input: CommandInput): FlagPolicyOptions {
  const listed = optionValue(input, 'only-severity') ?? optionValue(input, 'severity');
  return {
    ...(listed === undefined ? {} : { severities: readSeverities(listed) }),
    ignoreUnfixed: hasOption(input, 'ignore-unfixed'),
    ...(hasOption(input, 'ignore-unreached') ? { ignoreUnreached: true } : {}),
    exitCode: readExitCode(optionValue(input, 'exit-code') ?? '0'),
    allowIncomplete: readAllowedGaps(input),
    unknownSeverity: readEffect(input, 'unknown-severity') ?? unknownSeverity(),
    knownExploited: readEffect(input, 'known-exploited') ?? 'fail',
  };
}

function readEffect(input: CommandInput, name: string): GateEffect | undefined {
  const value = optionValue(input, name);
  return gateEffects.find((effect) => effect === value);
}

function readSeverities(list: string): Severity[] {
  const words = splitList(list.toLowerCase());
  const wrong = words.find((word) => !isSeverity(word));
  if (wrong !== undefined || words.length === 0)
    throw new PratiqueError('USAGE', `--severity: ${JSON.stringify(wrong?.slice(0, 80) ?? '')} is not a severity`, {
      hint: `give one or more of ${severities.join(',')}`,
    });
  return words.filter(isSeverity);
}

function readExitCode(text: string): number {
  const code = /^\d{1,3}$/.test(text) ? Number(text) : 256;
  if (code > 255)
    throw new PratiqueError('USAGE', `--exit-code: ${JSON.stringify(text.slice(0, 80))} is not an exit code`, {
      hint: 'give a number from 0 to 255',
    });
  return code;
}
