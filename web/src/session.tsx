import { createContext, useContext } from 'react';
import { type ServerApi } from './server-api.ts';

const key = 'pratique.token';

/** The token of this tab: it is gone when the tab is closed, and no other site can read it. */
export const storedToken = {
  read: (): string => window.sessionStorage.getItem(key) ?? '',
  write: (token: string): void => window.sessionStorage.setItem(key, token),
  remove: (): void => window.sessionStorage.removeItem(key),
};

export const ClientContext = createContext<ServerApi | undefined>(undefined);

/** The API, as the person who signed in. */
export function useClient(): ServerApi {
  const client = useContext(ClientContext);
  if (client === undefined) throw new Error('a page outside of a session');
  return client;
}
