import { type LockRecord } from '../lock-record.ts';
import { isNpmName } from '../npm/npm-name.ts';
import { splitNameVersion } from './deno-specifier.ts';

/**
 * Modules that are imported from an address, one package for each release: `https://deno.land/std@0.224.0/path/mod.ts`. Hosts that serve npm's packages
 * (esm.sh and others) give npm's, which have advisories. An address without a version is a package without one.
 */
export function readRemoteModules(addresses: readonly string[]): readonly LockRecord[] {
  const records = new Map<string, LockRecord>();
  for (const address of addresses) {
    const record = readNpmMirror(address) ?? readModule(address);
    if (record !== undefined) records.set(record.key, record);
  }
  return [...records.values()];
}

function readNpmMirror(address: string): LockRecord | undefined {
  const path =
    /^https?:\/\/(?:esm\.sh\/(?:stable\/|v\d+\/)?|unpkg\.com\/|cdn\.jsdelivr\.net\/npm\/|cdn\.skypack\.dev\/(?:-\/)?)\*?([^?#]*)/.exec(
      address,
    )?.[1];
  const parts = path === undefined ? undefined : /^((?:@[^/@]+\/)?[^/@]+)@([^/]+)/.exec(path);
  const name = parts?.[1];
  const version = parts?.[2]?.replace(/[^\w.+-].*$/s, '');
  if (name === undefined || version === undefined || !/^\d+\.\d+\.\d+/.test(version) || !isNpmName(name)) return undefined;
  return { key: `remote npm:${name}@${version}`, name, version, ecosystem: 'npm', dependencies: [] };
}

/** Up to the version: `deno.land/std`, `deno.land/x/oak`, `raw.githubusercontent.com/…`; a host alone where there is none. */
function readModule(address: string): LockRecord | undefined {
  const [, host = '', path = ''] = /^https?:\/\/([^/]+)(\/[^?#]*)?/.exec(address) ?? [];
  if (host === '') return undefined;
  const before = /^([^@]*)@([^/]+)/.exec(path);
  const parts = before === null ? undefined : splitNameVersion(`x@${before[2]!}`);
  const name = parts === undefined ? host : host + before![1]!;
  const version = parts?.version;
  return {
    key: `remote ${name}@${version ?? ''}`,
    name,
    ...(version === undefined ? {} : { version }),
    purl: { type: 'generic', qualifiers: { download_url: version === undefined ? `https://${host}` : `https://${name}@${version}` } },
    dependencies: [],
  };
}
