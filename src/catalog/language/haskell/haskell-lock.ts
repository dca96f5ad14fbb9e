import { type FileCataloger } from '../../cataloger.ts';
import { lockCataloger, unreadableLock } from '../catalog-lock.ts';
import { asObject } from '../json-object.ts';
import { parseYamlContent, prepareYamlContent, yamlProblem } from '../parse-yaml-content.ts';
import { textOf } from '../text-of.ts';
import { parseCabalFreeze } from './cabal-freeze.ts';
import { parseStackLock, parseStackYaml } from './stack-lock.ts';

/** What Stack and Cabal chose from Hackage and from repositories. */
export const haskellLock: FileCataloger = lockCataloger({
  id: 'haskell-lock',
  ecosystems: ['hackage'],
  details: [],
  files: { names: ['stack.yaml', 'stack.yaml.lock', 'cabal.project.freeze'] },
  prepare: prepareYamlContent,
  parse: (content, { path }, { tree }) => {
    if (path.endsWith('.freeze')) return parseCabalFreeze(textOf(content));
    const document = asObject(parseYamlContent(content));
    if (document === undefined) return unreadableLock(yamlProblem(content));
    if (path.endsWith('.lock')) return parseStackLock(document);
    // Its lock file says the same, and what the addresses became.
    return tree.get(`${path}.lock`) === undefined ? parseStackYaml(document) : undefined;
  },
});
