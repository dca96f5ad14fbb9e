import { type WholeResponse } from '../../lib/http/http-client.ts';
import { type Runtime } from '../../model/runtime.ts';
import { nextPage } from './next-page.ts';
import { type RegistryRequest, type RegistrySession } from './registry-session.ts';
import { type Listing } from './repository.ts';

export interface PageBounds {
  readonly pages: number;
  readonly items: number;
}

/** Follows `Link` fields until there is none, a page repeats, or a limit is reached; `first` is the first page, already read. */
export async function readPages<T>(
  session: RegistrySession,
  request: RegistryRequest,
  first: WholeResponse,
  read: (answer: WholeResponse) => readonly T[],
  bounds: PageBounds,
  runtime: Runtime,
): Promise<Listing<T>> {
  const items: T[] = [];
  const seen = new Set<string>();
  let answer = first;
  for (let pages = 1; ; pages += 1) {
    seen.add(answer.url.href);
    for (const item of read(answer)) {
      if (items.length === bounds.items) return { items, isComplete: false };
      items.push(item);
    }
    const next = nextPage(answer.headers.get('link'), answer.url);
    if (next === undefined) return { items, isComplete: true };
    if (pages === bounds.pages || seen.has(next.href)) return { items, isComplete: false };
    answer = await session.ask({ ...request, path: `${next.pathname}${next.search}` }, runtime);
    if (answer.status !== 200) throw session.failure(answer, request.what, runtime);
  }
}
