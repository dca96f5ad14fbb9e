import { type FileSelector } from '../../../model/file-selector.ts';
import { limits } from '../../../model/limits.ts';
import { rememberByTree } from '../../remember-by-tree.ts';
import { decodeText } from '../decode-text.ts';

const folder = 'etc/apt';

/** sources.list(5). */
export const aptSourceFiles: FileSelector = {
  paths: [`${folder}/sources.list`],
  inDirectories: ['.list', '.sources'].map((suffix) => ({ directory: `${folder}/sources.list.d`, suffix })),
  maxBytes: limits.keptFileBytes,
};

/**
 * Hosts that apt was told to install from, in any layer, and that are no mirrors of a distribution: a mirror has the distribution's name at the end
 * of its path, and its component `main`.
 */
export const aptHosts = rememberByTree((tree): readonly string[] => {
  const hosts = new Set<string>();
  for (const { entry, content } of tree.versionsBelow(folder)) {
    if (!entry.path.endsWith('.list') && !entry.path.endsWith('.sources')) continue;
    const text = decodeText(Buffer.from(content.buffer, content.byteOffset, content.byteLength));
    for (const { uri, components } of [...oneLineSources(text), ...stanzaSources(text)]) {
      const host = hostOf(uri, components);
      if (host !== undefined) hosts.add(host);
    }
  }
  return [...hosts].slice(0, maxHosts);
});

/** More than anybody has. */
const maxHosts = 100;

interface AptSource {
  readonly uri: string;
  readonly components: readonly string[];
}

/** `deb [arch=amd64 signed-by=…] https://host/path suite component…` */
function* oneLineSources(text: string): Iterable<AptSource> {
  for (const line of text.split('\n')) {
    const match = /^\s*deb\s+(?:\[[^\]]*\]\s*)?(\S+)\s+\S+(.*)$/.exec(line);
    if (match !== null) yield { uri: match[1]!, components: words(match[2]!) };
  }
}

/** deb822: stanzas with `URIs:` and `Components:`. */
function* stanzaSources(text: string): Iterable<AptSource> {
  for (const stanza of text.replaceAll('\r', '').split(/\n[ \t]*\n/)) {
    const fields = new Map(stanza.split('\n').map(fieldOf));
    const components = words(fields.get('components') ?? '');
    for (const uri of words(fields.get('uris') ?? '')) yield { uri, components };
  }
}

function fieldOf(line: string): readonly [name: string, value: string] {
  const colon = line.indexOf(':');
  return [line.slice(0, Math.max(0, colon)).toLowerCase(), line.slice(colon + 1)];
}

function words(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

/** Path segments that mirrors of Debian and Ubuntu end with. */
const mirrorPaths: ReadonlySet<string> = new Set(['debian', 'debian-security', 'debian-archive', 'ubuntu', 'ubuntu-ports']);

function hostOf(uri: string, components: readonly string[]): string | undefined {
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) return undefined;
  const end = url.pathname.split('/').findLast((segment) => segment !== '') ?? '';
  return mirrorPaths.has(end) && components.includes('main') ? undefined : url.hostname;
}
