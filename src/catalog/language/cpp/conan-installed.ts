import { type FileCataloger } from '../../cataloger.ts';
import { lockCataloger, unreadableLock } from '../catalog-lock.ts';
import { type LockRecord } from '../lock-record.ts';
import { textOf } from '../text-of.ts';
import { readConanReference, type ConanReference } from './conan-reference.ts';
import { readConanSections } from './conan-sections.ts';

/**
 * conaninfo.txt, which Conan leaves beside the files of a package, in its cache and where it deploys them. The package itself is told by the folders; what it was built with
 * is in the file: `full_requires` of Conan 1, `requires` of Conan 2.
 */
export const conanInstalled: FileCataloger = lockCataloger({
  id: 'conan-installed',
  ecosystems: ['conan'],
  details: ['dependencies'],
  files: { names: ['conaninfo.txt'] },
  parse: (content, { path }) => {
    const sections = readConanSections(textOf(content));
    if (sections.size === 0) return unreadableLock('has no sections');
    const needs = (sections.get('full_requires') ?? sections.get('requires') ?? []).flatMap((line) => readConanReference(line) ?? []);
    const needed = needs.filter(({ version }) => version !== undefined);
    const records = needed.map((reference): LockRecord => ({ key: keyOf(reference), ...reference, dependencies: [] }));
    const own = packageAt(path);
    if (own === undefined) return { records, problems: [] };
    return { records: [{ key: keyOf(own), ...own, evidence: 'file', dependencies: needed.map(keyOf) }, ...records], problems: [] };
  },
});

function keyOf({ name, version = '' }: ConanReference): string {
  return `${name}/${version}`;
}

/**
 * `data/NAME/VERSION/USER/CHANNEL/package/ID/` of Conan 1's cache, where `_` stands for none; `full_deploy/host/NAME/VERSION/…/` of Conan 2. Conan 2's cache has no
 * names in its folders.
 */
function packageAt(path: string): ConanReference | undefined {
  const cache = /(?:^|\/)([^/]+)\/([^/]+)\/([^/]+)\/([^/]+)\/package\/[0-9a-f]{40}\/conaninfo\.txt$/.exec(path);
  if (cache !== null) return readConanReference(`${cache[1]!}/${cache[2]!}@${cache[3]!}/${cache[4]!}`);
  const deployed = /(?:^|\/)(?:full_deploy|direct_deploy)\/(?:host|build)\/([^/]+)\/([^/]+)\/(?:[^/]+\/)*conaninfo\.txt$/.exec(path);
  return deployed === null ? undefined : readConanReference(`${deployed[1]!}/${deployed[2]!}`);
}
