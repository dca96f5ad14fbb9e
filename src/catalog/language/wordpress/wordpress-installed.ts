import { type FileCataloger } from '../../cataloger.ts';
import { type Manifest, manifestCataloger } from '../manifest-cataloger.ts';
import { textOf } from '../text-of.ts';

/**
 * WordPress itself, and its plugins and themes by their headers: developer.wordpress.org, "Header Requirements" and get_file_data(), which reads the first 8 KiB. A plugin's
 * other files have none.
 */
export const wordpressInstalled: FileCataloger = manifestCataloger({
  id: 'wordpress-installed',
  ecosystems: ['wordpress'],
  details: ['licenses'],
  files: {
    inFolders: [
      { folder: 'wp-includes', file: 'version.php' },
      { folder: '*', file: '*.php', parent: 'wp-content/plugins' },
      { folder: 'plugins', file: '*.php', parent: 'wp-content' },
      { folder: '*', file: 'style.css', parent: 'wp-content/themes' },
    ],
  },
  read: (content, { path }) => {
    const text = textOf(content.subarray(0, headerBytes));
    if (path.endsWith('wp-includes/version.php')) return readCore(text);
    const [, kind = '', slug = ''] = /(?:^|\/)wp-content\/(plugins|themes)\/([^/]+)/.exec(path) ?? [];
    const field = kind === 'themes' ? 'Theme Name' : 'Plugin Name';
    const name = headerOf(text, field);
    return name === undefined ? undefined : readHeader(name, text, { namespace: kind.slice(0, -1), name: slug.replace(/\.php$/, '') });
  },
});

const headerBytes = 8 * 1024;

function readCore(text: string): Manifest | string {
  const code = text.replace(/\/\*[^]*?\*\//g, '').replace(/^\s*(?:\/\/|#).*$/gm, '');
  const version = /^\s*\$wp_version\s*=\s*(['"])([^'"\n]+)\1/m.exec(code)?.[2];
  return version === undefined ? 'has no version of WordPress' : { name: 'wordpress', version };
}

function readHeader(name: string, text: string, purl: NonNullable<Manifest['purl']>): Manifest {
  const version = headerOf(text, 'Version');
  const license = headerOf(text, 'License');
  return {
    name,
    ...(version === undefined ? {} : { version }),
    licenses: license === undefined ? [] : [readLicense(license)],
    purl,
  };
}

/** ` * Version: 1.0`, up to the end of the line or of the comment. */
function headerOf(text: string, field: string): string | undefined {
  const value = new RegExp(`^(?:[ \\t]*<\\?php)?[ \\t/*#@]*${field}:([^\\n\\r]*)`, 'im').exec(text)?.[1];
  return value?.replace(/\s*(?:\*\/|\?>).*$/, '').trim() || undefined;
}

/** `GPLv2 or later`, `GPL-2.0+`, `GNU General Public License v3.0`: the GPL in the ways it is written. */
function readLicense(written: string): string {
  const [, version, later] =
    /^(?:GNU\s+)?(?:GPL|General Public License)[\s,-]*(?:v|version)?\s*([23])(?:\.0)?\s*(\+|\s*(?:or|and)\s+(?:later|above|higher|any later).*)?$/i.exec(
      written,
    ) ?? [];
  if (version === undefined) return written;
  return `GPL-${version}.0-${later === undefined ? 'only' : 'or-later'}`;
}
