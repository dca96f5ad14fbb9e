import { createContext, useContext } from 'react';
import { type ServerApi, type Session } from './server-api.ts';

const tokenKey = 'pratique.token';
const cookieKey = 'pratique.session';

/** The token of this tab: it is gone when the tab is closed, and no other site can read it. */
export const storedToken = {
  read: (): string => window.sessionStorage.getItem(tokenKey) ?? '',
  write: (token: string): void => window.sessionStorage.setItem(tokenKey, token),
  remove: (): void => window.sessionStorage.removeItem(tokenKey),
};

/** Whether somebody signed in by name in this browser. The cookie itself cannot be read by scripts. */
export const storedSession = {
  read: (): boolean => window.localStorage.getItem(cookieKey) !== null,
  write: (): void => window.localStorage.setItem(cookieKey, '1'),
  remove: (): void => window.localStorage.removeItem(cookieKey),
};

export interface SignedIn {
  readonly client: ServerApi;
  readonly who: Session;
}

export const SessionContext = createContext<SignedIn | undefined>(undefined);

function useSignedIn(): SignedIn {
  const signedIn = useContext(SessionContext);
  if (signedIn === undefined) throw new Error('a page outside of a session');
  return signedIn;
}

/** The API, as the person who signed in. */
export function useClient(): ServerApi {
  return useSignedIn().client;
}

export interface Rights {
  readonly isAdmin: boolean;
  /** Owner of at least one project: may look at its people and its policy. */
  readonly isOwner: boolean;
  /** Editor of at least one project: may scan, and enable repositories. */
  readonly isEditor: boolean;
  /** Names of projects that the person may see. */
  readonly projects: readonly string[];
}

/** What the person may do. The server checks it again: this only leaves out what would be refused. */
export function useRights(): Rights {
  const { isAdmin, roles } = useSignedIn().who;
  return {
    isAdmin,
    isOwner: isAdmin || roles.some(({ role }) => role === 'owner'),
    isEditor: isAdmin || roles.some(({ role }) => role !== 'viewer'),
    projects: roles.map(({ project }) => project),
  };
}
