import { includesRole, type Access, type Role } from './access.ts';

/** Who makes a request, and where they may do what. */
export interface Caller {
  /** For the audit log: `token ci`, `account ann`, `nobody`. */
  readonly name: string;
  readonly kind: 'nobody' | 'token' | 'account' | 'system';
  readonly accountId?: number;
  readonly isAdmin: boolean;
  /** By project. Administrators have every project as owners. */
  readonly roles: ReadonlyMap<number, Role>;
  /** Projects in which they have the role that the route asks for; filled in when the route is called. */
  readonly projects: readonly number[];
}

export const nobody: Caller = { name: 'nobody', kind: 'nobody', isAdmin: false, roles: new Map(), projects: [] };

/** The caller as a route sees them; `undefined` where the route is not for them. */
export function admit(caller: Caller, access: Access): Caller | undefined {
  if (access === 'public' || access === 'own') return caller;
  if (caller.kind === 'nobody') return undefined;
  if (access === 'admin') return caller.isAdmin ? { ...caller, projects: [...caller.roles.keys()] } : undefined;
  if (access === 'signed-in') return { ...caller, projects: [...caller.roles.keys()] };
  const projects = [...caller.roles].filter(([, role]) => includesRole(role, access)).map(([id]) => id);
  return projects.length === 0 ? undefined : { ...caller, projects };
}
