import { type UseQueryResult } from '@tanstack/react-query';
import { type ReactNode } from 'react';
import { ApiError } from '../../../src/client/client.ts';

interface Props<T> {
  readonly query: UseQueryResult<T>;
  readonly children: (data: T) => ReactNode;
}

/** The answer, or why there is none. */
export function Loaded<T>({ query, children }: Props<T>): ReactNode {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <p className="faint" role="status">
      Loading …
    </p>
  );
}

export function Failure({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }): ReactNode {
  const isProblem = error instanceof ApiError;
  return (
    <div className="failure" role="alert">
      <strong>{isProblem ? error.message : 'The server did not answer.'}</strong>
      {isProblem && error.status === 401 && <span> Sign out, and sign in with another token.</span>}
      {onRetry !== undefined && (
        <button type="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}

/** What to do where there is nothing to show. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }): ReactNode {
  return (
    <div className="empty">
      <strong>{title}</strong>
      {children}
    </div>
  );
}
