import { type FileTree } from '../../../model/file-tree.ts';
import { asText, parseJsonObject } from '../json-object.ts';

/**
 * Applications that are published under their own npm name, have advisories there, and are unpacked outside of node_modules, as in their images. Any other
 * application's own package.json is no package: its name may be a stranger's.
 */
const applications: ReadonlySet<string> = new Set([
  'directus',
  'ep_etherpad-lite',
  'ghost',
  'n8n',
  'node-red',
  'nodebb',
  'parse-server',
  'sinopia',
  'strapi',
  'uptime-kuma',
  'verdaccio',
]);

export function isKnownApplication(name: string): boolean {
  return applications.has(name);
}

/** Whether the application's code is next to its package.json: what `main` names, or a usual entry point. */
export function hasEntryPoint(path: string, content: Uint8Array, tree: FileTree): boolean {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const main = asText(parseJsonObject(content)?.['main'])?.replace(/^\.\//, '');
  const names = main === undefined ? entryPoints : [main, `${main}.js`, `${main}/index.js`, ...entryPoints];
  return names.some((name) => tree.get(folder + name)?.type === 'file');
}

const entryPoints = ['index.js', 'server.js', 'app.js', 'ghost.js', 'red.js', 'loader.js'];
