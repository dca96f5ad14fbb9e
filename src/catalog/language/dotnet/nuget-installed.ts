import { type FileCataloger } from '../../cataloger.ts';
import { manifestCataloger } from '../manifest-cataloger.ts';
import { textOf } from '../text-of.ts';
import { isNugetName } from './nuget-name.ts';

/**
 * Packages in NuGet's folders: `ID/VERSION/ID.nuspec` in the global one, `ID.VERSION/ID.nuspec` in those of old projects; learn.microsoft.com/nuget, ".nuspec reference". A .nuspec elsewhere is what a package is made
 * from, the project's own.
 */
export const nugetInstalled: FileCataloger = manifestCataloger({
  id: 'nuget-installed',
  ecosystems: ['nuget'],
  details: ['licenses'],
  files: { suffixes: ['.nuspec'] },
  read: (content, { path }) => {
    const text = textOf(content).replace(/<!--[^]*?-->/g, '');
    const [name, version] = [elementIn(text, 'id'), elementIn(text, 'version')];
    if (name === undefined || !isNugetName(name)) return text.includes('$id$') ? undefined : 'has no valid name';
    const license = /<license\s+type="expression"[^>]*>([^<]*)<\/license>/i.exec(text)?.[1]?.trim();
    const found = { name, ...(version === undefined ? {} : { version }), licenses: license ? [license] : [] };
    return isInFolder(path, name, version ?? '') ? found : { ...found, isOwn: true, evidence: 'declared' };
  },
});

/** Of `metadata`; values of the project in dollar signs are none. */
function elementIn(text: string, name: string): string | undefined {
  const value = new RegExp(`<${name}>\\s*([^<$]*?)\\s*</${name}>`, 'i').exec(text)?.[1];
  return value || undefined;
}

function isInFolder(path: string, name: string, version: string): boolean {
  const [folder = '', outer = ''] = path.toLowerCase().split('/').slice(0, -1).reverse();
  const [id, written] = [name.toLowerCase(), version.toLowerCase().replace(/\+.*$/, '')];
  return folder === `${id}.${written}` || (outer === id && folder.startsWith(written.replace(/(?:\.0)+$/, '')));
}
