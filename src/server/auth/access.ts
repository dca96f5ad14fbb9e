/** What somebody may do in a project; each includes those before it. */
export const roles = ['viewer', 'editor', 'owner'] as const;
export type Role = (typeof roles)[number];

/**
 * Who may call a route. `public`: anybody. `own`: the handler checks a secret of its own, as webhooks and the APIs of other scanners need. `signed-in`: any
 * account or token. A role: whoever has it in at least one project, and then only these projects. `admin`: administrators of the server.
 */
export type Access = 'public' | 'own' | 'signed-in' | Role | 'admin';

/** Whether a role includes another. */
export function includesRole(has: Role, wanted: Role): boolean {
  return roles.indexOf(has) >= roles.indexOf(wanted);
}
