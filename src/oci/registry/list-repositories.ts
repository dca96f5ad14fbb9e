import { field, readArray, readObject } from '../../lib/json/json-readers.ts';
import { limits } from '../../model/limits.ts';
import { type Runtime } from '../../model/runtime.ts';
import { parseDocument } from '../document/parse-document.ts';
import { readPages } from './read-pages.ts';
import { type RegistrySession } from './registry-session.ts';
import { type Listing } from './repository.ts';

/** See `RegistryClient.listRepositories`; distribution, docs/content/spec/api.md, "Catalog". Invalid names are left out. */
export async function listRepositories(session: RegistrySession, runtime: Runtime): Promise<Listing<string>> {
  const what = `${session.registry}: repositories`;
  const request = { what, path: '/v2/_catalog?n=1000' };
  const first = await session.ask(request, runtime);
  if (first.status !== 200) throw session.failure(first, what, runtime);
  const bounds = { pages: limits.listingPages, items: limits.repositories };
  return readPages(session, request, first, ({ bytes }) => parseDocument(bytes, what, readNames), bounds, runtime);
}

function readNames(value: unknown, what: string): readonly string[] {
  const names = field(readObject(value, what), 'repositories') ?? [];
  return readArray(names, `${what}: repositories`, (name) => name).filter(
    (name): name is string => typeof name === 'string' && name.length <= 255 && /^[a-z0-9]+(?:[._/-]+[a-z0-9]+)*$/.test(name),
  );
}
