import { readSetting, type Environment } from './settings.ts';

const names = ['AWS_REGION', 'AWS_ACCOUNT_ID'] as const;

/** What `getEnv` of a template may read: no template gets at a secret in the environment. */
export function templateVariables(environment: Environment = process.env): ReadonlyMap<string, string> {
  return new Map(
    names.flatMap((name) => {
      const value = readSetting(name, environment);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}
