import { squash } from '../../src/image/squash.ts';
import { emptyImageConfig } from '../../src/model/empty-image-config.ts';
import { type ImageDescription, type ImageFiles } from '../../src/model/checker.ts';
import { type FileEntry } from '../../src/model/file-entry.ts';
import { type HistoryEntry, type ImageConfig } from '../../src/model/image.ts';
import { type KeptFile } from '../../src/model/layer-index.ts';
import { makePackage } from './match-fixtures.ts';

interface Sketch {
  config: ImageConfig;
  readonly layers: { readonly entries: FileEntry[]; readonly whiteouts: string[]; readonly kept: Map<string, KeptFile> }[];
  readonly packages: string[];
  readonly modified: string[];
  system?: { readonly prettyName: string; readonly endOfLife?: string };
}

/**
 * An image as the examples of rules write it: instructions of a Dockerfile (every one is an entry of the history, and RUN, COPY and ADD begin a layer)
 * and what is in the layer: `FILE 4755 bin/su 20kB`, its lines of content after `|`, `DIR 777 srv`, `LINK a`, `DELETE a`; `PACKAGE gcc`, `MODIFIED
 * usr/bin/ls`, `OS name end-of-life` and `CREATED date`.
 */
export function sketchImage(text: string): ImageDescription & ImageFiles {
  const sketch: Sketch = { config: emptyImageConfig, layers: [], packages: [], modified: [] };
  for (const line of text.split('\n')) applyLine(sketch, line);
  const layers = sketch.layers.map(({ entries, whiteouts, kept }) => ({
    compressedBytes: 0,
    uncompressedBytes: entries.reduce((sum, { size }) => sum + size, 0),
    entries,
    whiteouts,
    opaqueDirectories: [],
    kept,
    facts: [],
    issues: [],
  }));
  const described = layers.map((_, index) => ({ index, broughtBy: 'unknown' as const }));
  return {
    config: sketch.config,
    platform: { os: 'linux', architecture: 'amd64' },
    // The description has layers by their number, the files by their content; no rule reads both.
    layers: layers.map((layer, at) => ({ ...layer, ...described[at]! })),
    packages: sketch.packages.map((name) => makePackage(`debian@12/${name} 1.0`)),
    ...(sketch.system === undefined ? {} : { distribution: { id: 'x', path: 'etc/os-release', ...sketch.system } }),
    tree: squash(layers).tree,
    modifiedFiles: () => sketch.modified.map((path) => ({ path, layerIndex: 0, packageId: 'debian@12/coreutils 1.0' })),
    now: new Date('2026-06-01T00:00:00Z'),
  };
}

const units: Readonly<Record<string, number>> = { kB: 1e3, MB: 1e6, GB: 1e9 };

function applyLine(sketch: Sketch, line: string): void {
  const at = line.indexOf(' ');
  const [keyword, rest] = [line.slice(0, at), line.slice(at + 1)];
  const words = rest.split(' ');
  switch (keyword) {
    case 'FILE':
      addEntry(sketch, 'file', words);
      break;
    case 'DIR':
      addEntry(sketch, 'directory', words);
      break;
    case 'LINK':
      addEntry(sketch, 'symlink', ['777', ...words]);
      break;
    case '|':
      addContent(sketch, rest);
      break;
    case 'DELETE':
      layerOf(sketch).whiteouts.push(rest);
      break;
    case 'PACKAGE':
      sketch.packages.push(rest);
      break;
    case 'MODIFIED':
      sketch.modified.push(rest);
      break;
    case 'OS':
      sketch.system = { prettyName: words[0]!, ...(words[1] === undefined ? {} : { endOfLife: words[1] }) };
      break;
    case 'CREATED':
      sketch.config = { ...sketch.config, created: rest };
      break;
    default:
      sketch.config = applyInstruction(sketch.config, keyword, rest);
      if (makesLayer(keyword)) addLayer(sketch);
  }
}

function makesLayer(keyword: string): boolean {
  return ['RUN', 'COPY', 'ADD'].includes(keyword);
}

function addLayer({ layers }: Sketch): Sketch['layers'][number] {
  const layer = { entries: [], whiteouts: [], kept: new Map<string, KeptFile>() };
  layers.push(layer);
  return layer;
}

function layerOf(sketch: Sketch): Sketch['layers'][number] {
  return sketch.layers.at(-1) ?? addLayer(sketch);
}

function addEntry(sketch: Sketch, type: FileEntry['type'], [mode = '644', path = '', size = '0']: readonly string[]): void {
  const [, number = '0', unit = ''] = /^(\d+)(\w*)$/.exec(size) ?? [];
  const link = type === 'symlink' ? { linkTarget: 'x' } : {};
  const bytes = Number(number) * (units[unit] ?? 1);
  layerOf(sketch).entries.push({ path, type, size: bytes, mode: parseInt(mode, 8), userId: 0, groupId: 0, ...link });
}

function addContent(sketch: Sketch, text: string): void {
  const layer = layerOf(sketch);
  const entry = layer.entries.at(-1)!;
  const known = layer.kept.get(entry.path)?.content ?? Buffer.alloc(0);
  const content = Buffer.concat([known, Buffer.from(`${text}\n`)]);
  const grown = { ...entry, size: content.length };
  layer.entries[layer.entries.length - 1] = grown;
  layer.kept.set(entry.path, { entry: grown, content });
}

function applyInstruction(config: ImageConfig, keyword: string, rest: string): ImageConfig {
  const entry: HistoryEntry = { createdBy: `${keyword} ${rest} # buildkit`, isEmptyLayer: !makesLayer(keyword) };
  const next = { ...config, history: [...config.history, entry] };
  switch (keyword) {
    case 'USER':
      return { ...next, user: rest };
    case 'ENV':
      return { ...next, env: [...config.env, rest] };
    case 'LABEL':
      return { ...next, labels: new Map([...config.labels, rest.split('=', 2) as [string, string]]) };
    case 'EXPOSE':
      return { ...next, exposedPorts: [...config.exposedPorts, ...rest.split(' ')] };
    case 'VOLUME':
      return { ...next, volumes: [...config.volumes, ...rest.split(' ')] };
    case 'WORKDIR':
      return { ...next, workingDirectory: rest };
    case 'HEALTHCHECK':
      return { ...next, hasHealthcheck: rest !== 'NONE' };
    case 'CMD':
      return { ...next, cmd: JSON.parse(rest) as string[] };
    case 'ENTRYPOINT':
      return { ...next, entrypoint: JSON.parse(rest) as string[] };
    default:
      return next;
  }
}
