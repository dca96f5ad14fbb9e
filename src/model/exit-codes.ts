/** What the process ends with. Help, the reference page and every command take them from here. */
export const exitCodes = {
  passed: 0,
  policyFailed: 1,
  usageError: 2,
  failed: 3,
  incomplete: 4,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** In a few words for help, and in a sentence for the reference page. */
export const exitCodeMeanings: Readonly<Record<ExitCode, { readonly short: string; readonly long: string }>> = {
  0: { short: 'passed', long: 'the policy passed, or none was given' },
  1: {
    short: 'policy failed',
    long: 'a policy failed: findings match `--severity` and `--ignore-unfixed`, or a signature is not trusted; `--exit-code N` sets another number',
  },
  2: { short: 'usage error', long: 'a flag, an argument or a configuration file is wrong' },
  3: { short: 'scan failed', long: 'the command failed: the image does not exist, access was refused, or the content is damaged' },
  4: {
    short: 'completed with gaps',
    long: 'part of the content could not be scanned; `--allow-incomplete` accepts all gaps, or only some kinds',
  },
};
