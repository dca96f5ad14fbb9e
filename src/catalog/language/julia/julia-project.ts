import { type FileCataloger } from '../../cataloger.ts';
import { hasAround } from '../has-around.ts';
import { asText, keysOf } from '../json-object.ts';
import { manifestCataloger } from '../manifest-cataloger.ts';
import { parseTomlContent } from '../parse-toml-content.ts';

/**
 * Project.toml: pkgdocs.julialang.org. In a depot, `packages/NAME/SLUG/Project.toml`, it is that of an installed package; the standard library is in
 * `share/julia/stdlib/vX.Y/NAME/`; anywhere else it is the project's own, which may have no name.
 */
export const juliaProject: FileCataloger = manifestCataloger({
  id: 'julia-project',
  ecosystems: ['julia'],
  details: [],
  files: { names: ['Project.toml', 'JuliaProject.toml'] },
  read: (content, { path }, { tree }) => {
    const project = parseTomlContent(content);
    if (project === undefined) return 'is not TOML';
    const name = asText(project['name']);
    const uuid = asText(project['uuid']);
    const version = asText(project['version']);
    // Other programs have files of this name, too.
    if (name === undefined || uuid === undefined) return undefined;
    const found = { name, ...(version === undefined ? {} : { version }) };
    if (isInstalled(path, name)) return { ...found, purl: { qualifiers: { uuid } } };
    const unpinned = hasAround(tree, path, ['Manifest.toml', 'JuliaManifest.toml']) ? [] : keysOf(project['deps']);
    return { ...found, isOwn: true, evidence: 'declared', unpinned };
  },
});

function isInstalled(path: string, name: string): boolean {
  const [, inDepot, inLibrary] =
    /(?:^|\/)(?:packages\/([^/]+)\/[A-Za-z0-9]{4,6}|share\/julia\/stdlib\/v[\d.]+\/([^/]+))\/(?:Julia)?Project\.toml$/.exec(path) ?? [];
  return inDepot === name || inLibrary === name;
}
