import { useInfiniteQuery, type UseInfiniteQueryResult } from '@tanstack/react-query';
import { type ReactNode } from 'react';
import { type Page } from '../server-api.ts';

export interface Pages<P> {
  readonly query: UseInfiniteQueryResult<{ readonly pages: readonly P[] }>;
}

/** A list that is asked for page by page. */
export function usePages<P extends Page<unknown>>(
  key: readonly unknown[],
  read: (cursor: string | undefined) => Promise<P>,
): UseInfiniteQueryResult<{ readonly pages: readonly P[] }> {
  return useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => read(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last: P) => last.next,
    select: ({ pages }) => ({ pages }),
  });
}

/** Asks for the next page, where there is one. */
export function More({ query }: { readonly query: UseInfiniteQueryResult<unknown> }): ReactNode {
  if (!query.hasNextPage) return null;
  return (
    <button type="button" className="more" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
      {query.isFetchingNextPage ? 'Loading …' : 'Show more'}
    </button>
  );
}
