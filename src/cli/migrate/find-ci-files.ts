import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { limits } from '../../model/limits.ts';

/** Where CI services look for what to do, and where repositories keep scripts for them. */
const files: ReadonlySet<string> = new Set([
  '.gitlab-ci.yml',
  '.gitlab-ci.yaml',
  'azure-pipelines.yml',
  'azure-pipelines.yaml',
  'bitbucket-pipelines.yml',
  'Jenkinsfile',
  '.travis.yml',
  '.drone.yml',
  'cloudbuild.yaml',
  'cloudbuild.yml',
  'Makefile',
  'Taskfile.yml',
  'justfile',
]);
const folders: readonly (readonly [string, RegExp])[] = [
  ['.github/workflows', /\.ya?ml$/],
  ['.circleci', /\.ya?ml$/],
  ['.buildkite', /\.ya?ml$/],
  ['.tekton', /\.ya?ml$/],
  ['.gitlab/ci', /\.ya?ml$/],
  ['ci', /\.(?:ya?ml|sh)$/],
  ['scripts', /\.sh$/],
];

/** Paths from `directory`, in order. Links are left out. */
export function findCiFiles(directory: string): readonly string[] {
  const found = entriesOf(directory).filter((name) => files.has(name));
  for (const [folder, pattern] of folders)
    found.push(...entriesOf(join(directory, folder)).filter((name) => pattern.test(name)).map((name) => `${folder}/${name}`));
  return found.sort().slice(0, limits.ciFiles);
} // prettier-ignore

function entriesOf(directory: string): string[] {
  try {
    return readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name }) => name);
  } catch {
    return [];
  }
} // prettier-ignore
