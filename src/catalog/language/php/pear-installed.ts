import { limits } from '../../../model/limits.ts';
import { type FileCataloger } from '../../cataloger.ts';
import { manifestCataloger } from '../manifest-cataloger.ts';
import { parseSerialized, type SerializedValue } from './parse-serialized.ts';

/**
 * What PEAR installed, and PECL, which is one of its channels: `.registry/NAME.reg`, and `.registry/.channel.CHANNEL/NAME.reg`; pear.php.net, PEAR_Registry. Each is a package.xml as a
 * serialized array, of which version 1 has no channel.
 */
export const pearInstalled: FileCataloger = manifestCataloger({
  id: 'pear-installed',
  ecosystems: ['pear'],
  details: ['licenses'],
  files: { suffixes: ['.reg'] },
  maxBytes: limits.packageManifestBytes,
  read: (content, { path }) => {
    const place = /(?:^|\/)\.registry\/(?:\.channel\.([^/]+)\/)?[^/]+\.reg$/.exec(path);
    if (place === null) return undefined;
    const registry = parseSerialized(content);
    if (typeof registry !== 'object') return 'is not a serialized array';
    const name = textAt(registry, 'name') ?? textAt(registry, 'package');
    const version = textAt(registry, 'version', 'release') ?? textAt(registry, 'version');
    if (name === undefined || name === '' || version === undefined) return 'has no name and version';
    const license = textAt(registry, 'license', '_content') ?? textAt(registry, 'license') ?? textAt(registry, 'release_license');
    // Before channels there was one registry, PEAR's; what names none and is an extension is PECL's.
    const isExtension = textAt(registry, 'providesextension') !== undefined || registry.has('extsrcrelease');
    const channel = textAt(registry, 'channel') ?? place[1] ?? (isExtension ? 'pecl.php.net' : 'pear.php.net');
    return { name, version, licenses: license === undefined ? [] : [license], purl: { namespace: channel, name } };
  },
});

function textAt(value: SerializedValue, ...keys: readonly string[]): string | undefined {
  let inner: SerializedValue | undefined = value;
  for (const key of keys) inner = typeof inner === 'object' ? inner.get(key) : undefined;
  return typeof inner === 'string' ? inner.trim() : undefined;
}
