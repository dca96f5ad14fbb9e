import { expect, it } from 'vitest';
import { ciService } from './ci-service.ts';

it.each([
  [{ GITHUB_ACTIONS: 'true' }, 'github'],
  [{ GITLAB_CI: 'true' }, 'gitlab'],
  [{ TF_BUILD: 'True' }, 'azure'],
  [{ CI: 'true', GITHUB_ACTIONS: '' }, undefined],
] as const)('%j is %s', (environment, expected) => {
  expect(ciService(environment)).toBe(expected);
});
