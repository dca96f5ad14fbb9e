/** What the process ends with. Help, the reference page and every command take them from here. */
export const exitCodes = {
  passed: 0,
  policyFailed: 1,
  usageError: 2,
  failed: 3,
  incomplete: 4,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** As help prints them. */
export const exitCodeMeanings: Readonly<Record<ExitCode, string>> = {
  0: 'passed, or no policy was given',
  1: 'policy failed',
  2: 'usage error',
  3: 'scan failed',
  4: 'completed with gaps',
};
