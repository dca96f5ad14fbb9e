import { type FileCataloger } from '../../cataloger.ts';
import { lockCataloger, unreadableLock } from '../catalog-lock.ts';
import { asObject } from '../json-object.ts';
import { parseYamlContent, prepareYamlContent, yamlProblem } from '../parse-yaml-content.ts';
import { parseCondaEnvironment } from './conda-environment.ts';
import { parseCondaLock, parsePixiLock } from './conda-lock-file.ts';

/** What an environment of conda is made from: environment.yml, conda-lock.yml and pixi.lock. They name packages of PyPI, too. */
export const condaLock: FileCataloger = lockCataloger({
  id: 'conda-lock',
  ecosystems: ['conda', 'pypi'],
  details: ['dependencies', 'development'],
  files: { names: ['environment.yml', 'environment.yaml', 'conda-lock.yml', 'pixi.lock'] },
  prepare: prepareYamlContent,
  parse: (content, { path }) => {
    const document = asObject(parseYamlContent(content));
    if (document === undefined) return unreadableLock(yamlProblem(content));
    if (path.endsWith('pixi.lock')) return parsePixiLock(document);
    return path.endsWith('conda-lock.yml') ? parseCondaLock(document) : parseCondaEnvironment(document);
  },
});
