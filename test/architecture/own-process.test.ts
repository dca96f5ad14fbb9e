import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../support/project-root.ts';

/** Most test files share processes. What one of them changes there, the files after it would see. */
it('test files that change the environment or the working directory have a process of their own', () => {
  const config = readFileSync(join(projectRoot, 'vitest.config.ts'), 'utf8');
  const patterns = [...(/ownProcess = \[([^\]]*)\]/.exec(config)?.[1] ?? '').matchAll(/'([^']+)'/g)].map(([, pattern]) => pattern!);
  expect(patterns.length).toBeGreaterThan(0);
  const isOwn = (file: string): boolean => patterns.some((pattern) => toRegExp(pattern).test(file));
  const files = ['src', 'test', 'tools'].flatMap((folder) =>
    readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.test.ts') && !file.includes('node_modules'))
      .map((file) => relative(projectRoot, join(projectRoot, folder, file))),
  );
  expect(files.filter((file) => changesProcess(file) && !isOwn(file))).toEqual([]);
});

/** Its test puts back what it changes, and needs the search path itself. */
const putsBack = new Set(['src/oci/registry/credential-helper.test.ts', 'test/architecture/own-process.test.ts']);

function changesProcess(file: string): boolean {
  if (putsBack.has(file)) return false;
  const text = readFileSync(join(projectRoot, file), 'utf8');
  return /process\.chdir\(|Object\.assign\(process\.env|delete process\.env|process\.env(?:\[[^\]]+\])? = /.test(text);
}

/** `*` stands for a part of one name. */
function toRegExp(pattern: string): RegExp {
  return new RegExp(`^${pattern.replace(/[.]/g, '\\.').replaceAll('*', '[^/]*')}$`);
}
