import { limits } from '../../../model/limits.ts';
import { type FileTree } from '../../../model/file-tree.ts';
import { type FileCataloger } from '../../cataloger.ts';
import { besideByName } from '../beside-by-name.ts';
import { asText, parseJsonObject, type JsonObject } from '../json-object.ts';
import { type Manifest, manifestCataloger } from '../manifest-cataloger.ts';
import { textOf } from '../text-of.ts';

/**
 * Distributions of CPAN: what cpanm and Carton note, `.meta/NAME-VERSION/install.json`, and what every installer leaves, `auto/NAME/.packlist`, which has no version. perldoc.perl.org,
 * ExtUtils::Packlist; perllocal.pod beside it has the versions that ExtUtils::MakeMaker installed.
 */
export const perlInstalled: FileCataloger = manifestCataloger({
  id: 'perl-installed',
  ecosystems: ['cpan'],
  details: ['licenses'],
  files: { names: ['.packlist', 'install.json'] },
  companions: [{ names: ['MYMETA.json', 'perllocal.pod'], maxBytes: limits.packageManifestBytes }],
  read: (content, { path }, { tree }) => {
    if (path.endsWith('.packlist')) return readPacklist(path, tree);
    // Other programs have files of this name, too.
    return metaPath.test(path) ? readInstall(content, path, tree) : undefined;
  },
});

const metaPath = /^(?<folder>.*\/)?\.meta\/(?<name>[^/]+?)-v?\d[^/-]*\/install\.json$/;
const noted = besideByName(() => perlInstalled.files, metaPath);

function readInstall(content: Uint8Array, path: string, tree: FileTree): Manifest | string {
  const install = parseJsonObject(content);
  if (install === undefined) return 'is not a JSON object';
  const [, name, version] = /^(.+)-(v?\d[^-]*)$/.exec(asText(install['dist']) ?? '') ?? [];
  if (name === undefined || version === undefined) return 'has no distribution and version';
  const author = /^[A-Z]\/[A-Z]{2}\/([A-Z0-9-]+)\//.exec(asText(install['pathname'])?.replace(/^authors\/id\//, '') ?? '')?.[1];
  const meta = tree.get(path.replace(/install\.json$/, 'MYMETA.json'));
  const metaContent = meta === undefined ? undefined : tree.read(meta);
  return {
    name,
    version,
    licenses: metaContent === undefined ? [] : licensesOf(parseJsonObject(metaContent) ?? {}),
    ...(author === undefined ? {} : { purl: { namespace: author, name } }),
  };
}

/** `undefined` where install.json says more, and for the .packlist of Perl itself. */
function readPacklist(path: string, tree: FileTree): Manifest | undefined {
  const [, library = '', module = ''] = /^(.*\/)?auto\/(.+)\/\.packlist$/.exec(path) ?? [];
  if (module === '') return undefined;
  const name = module.replaceAll('/', '-');
  const isNoted = [...noted.paths(tree).values()].some((names) => names.has(name));
  if (isNoted) return undefined;
  const version = versionsIn(tree, `${library}perllocal.pod`).get(module.replaceAll('/', '::'));
  return { name, ...(version === undefined ? {} : { version }) };
}

/** `=head2 DATE: C<Module> L<JSON::XS|JSON::XS>`, and `C<VERSION: 4.03>` below it; the last installation counts. */
function versionsIn(tree: FileTree, path: string): ReadonlyMap<string, string> {
  const entry = tree.get(path);
  const content = entry === undefined ? undefined : tree.read(entry);
  if (content === undefined) return new Map();
  const known = remembered.get(content);
  if (known !== undefined) return known;
  const versions = new Map<string, string>();
  let module = '';
  for (const line of textOf(content).split('\n')) {
    module = /^=head2 .*C<Module>\s+L<([\w:]+)/.exec(line)?.[1] ?? module;
    const version = /^C<VERSION:\s*([^>\s]+)>/.exec(line)?.[1];
    if (version !== undefined && module !== '') versions.set(module, version);
  }
  remembered.set(content, versions);
  return versions;
}

const remembered = new WeakMap<Uint8Array, ReadonlyMap<string, string>>();

/** CPAN::Meta::Spec, "license", whose names are of families in part; those stay as written. */
function licensesOf(meta: JsonObject): readonly string[] {
  const written = [meta['license']].flat().flatMap((each) => asText(each) ?? []);
  return written.filter((each) => each !== 'unknown').map((each) => identifiers.get(each) ?? each);
}

const identifiers: ReadonlyMap<string, string> = new Map([
  ['agpl_3', 'AGPL-3.0-only'],
  ['apache_1_1', 'Apache-1.1'],
  ['apache_2_0', 'Apache-2.0'],
  ['artistic_1', 'Artistic-1.0'],
  ['artistic_2', 'Artistic-2.0'],
  ['bsd', 'BSD-3-Clause'],
  ['freebsd', 'BSD-2-Clause'],
  ['gpl_1', 'GPL-1.0-only'],
  ['gpl_2', 'GPL-2.0-only'],
  ['gpl_3', 'GPL-3.0-only'],
  ['lgpl_2_1', 'LGPL-2.1-only'],
  ['lgpl_3_0', 'LGPL-3.0-only'],
  ['mit', 'MIT'],
  ['mozilla_1_0', 'MPL-1.0'],
  ['mozilla_1_1', 'MPL-1.1'],
  ['openssl', 'OpenSSL'],
  ['perl_5', 'Artistic-1.0-Perl OR GPL-1.0-or-later'],
  ['qpl_1_0', 'QPL-1.0'],
  ['zlib', 'Zlib'],
]);
