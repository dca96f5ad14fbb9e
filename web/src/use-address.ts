import { useCallback, useMemo, useSyncExternalStore } from 'react';

const changed = 'pratique:address';

function subscribe(listener: () => void): () => void {
  window.addEventListener('popstate', listener);
  window.addEventListener(changed, listener);
  return () => {
    window.removeEventListener('popstate', listener);
    window.removeEventListener(changed, listener);
  };
}

/** Goes to another page of these, as a link does. `replace`: without a step in the browser's history, for filters. */
export function goTo(address: string, { replace = false } = {}): void {
  window.history[replace ? 'replaceState' : 'pushState'](null, '', address);
  if (!replace) window.scrollTo(0, 0);
  window.dispatchEvent(new Event(changed));
}

export interface Address {
  /** Without the query. */
  readonly path: string;
  /** Values in the query. */
  readonly values: URLSearchParams;
  /** Sets values of the query; empty ones are removed. */
  readonly set: (values: Readonly<Record<string, string>>) => void;
}

/** What the address bar says, and how to change it. */
export function useAddress(): Address {
  const address = useSyncExternalStore(subscribe, () => `${window.location.pathname}${window.location.search}`);
  const [path = '/', search = ''] = address.split('?');
  const values = useMemo(() => new URLSearchParams(search), [search]);
  const set = useCallback((changes: Readonly<Record<string, string>>) => {
    const next = new URLSearchParams(window.location.search);
    for (const [name, value] of Object.entries(changes)) {
      if (value === '') next.delete(name);
      else next.set(name, value);
    }
    const text = next.toString();
    goTo(`${window.location.pathname}${text === '' ? '' : `?${text}`}`, { replace: true });
  }, []);
  return { path, values, set };
}
