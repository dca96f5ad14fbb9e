import { type FileSelector } from '../../model/file-selector.ts';
import { type FileTree } from '../../model/file-tree.ts';
import { limits } from '../../model/limits.ts';

const path = 'var/lib/ubuntu-advantage/status.json';

export const ubuntuProStatus: FileSelector = { paths: [path], maxBytes: limits.packageManifestBytes };

/**
 * Services of Ubuntu Pro that the image says are enabled, sorted: `esm-infra`, `fips-updates`. The Pro client writes them for `pro status`; a build that
 * detaches at its end leaves none. Never throws.
 */
export function findUbuntuPro(tree: FileTree): readonly string[] {
  const entry = tree.get(path);
  const content = entry === undefined ? undefined : tree.read(entry);
  const services = content === undefined ? undefined : readServices(Buffer.from(content).toString('utf8'));
  if (!Array.isArray(services)) return [];
  const names = services.map((service: unknown) => nameOfEnabled(service)).filter((name) => name !== undefined);
  return [...new Set(names)].sort();
}

function readServices(text: string): unknown {
  try {
    return (JSON.parse(text) as { readonly services?: unknown } | null)?.services;
  } catch {
    return undefined;
  }
}

function nameOfEnabled(service: unknown): string | undefined {
  const { name, status } = (service ?? {}) as { readonly name?: unknown; readonly status?: unknown };
  return status === 'enabled' && typeof name === 'string' && /^[a-z0-9-]{1,64}$/.test(name) ? name : undefined;
}
