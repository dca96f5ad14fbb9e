import { type UseInfiniteQueryResult } from '@tanstack/react-query';
import { type ReactNode } from 'react';
import { type Page } from '../server-api.ts';
import { More } from './more.tsx';
import { Loaded } from './state.tsx';

interface Props<Item> {
  readonly query: UseInfiniteQueryResult<{ readonly pages: readonly Page<Item>[] }>;
  /** What to show where there is nothing. */
  readonly empty: ReactNode;
  readonly children: (items: readonly Item[]) => ReactNode;
}

/** What was asked for of a list so far, and a way to ask for more. */
export function Listed<Item>({ query, empty, children }: Props<Item>): ReactNode {
  return (
    <Loaded query={query}>
      {({ pages }) => {
        const items = pages.flatMap((page) => page.items);
        if (items.length === 0) return empty;
        return (
          <>
            {children(items)}
            <More query={query} />
          </>
        );
      }}
    </Loaded>
  );
}
