import { type Kysely } from 'kysely';
import { z } from 'zod';
import { severities } from '../../model/severity.ts';
import { flagPolicy, gateEffects } from '../../policy/flag-policy.ts';
import { type Policy } from '../../policy/policy.ts';
import { type Tables } from '../../postgres/tables.ts';

/** What a project judges its images by; the defaults are those of the plan's first lane: what can be fixed now and is critical or high, or is exploited. */
export const policySettings = z.strictObject({
  severities: z.array(z.enum(severities)).default(['critical', 'high']),
  ignoreUnfixed: z.boolean().default(true),
  knownExploited: z.enum(gateEffects).default('fail'),
});
export type PolicySettings = z.infer<typeof policySettings>;

/** The policy of a project. */
export async function policyOf(db: Kysely<Tables>, project: number): Promise<Policy> {
  return toPolicy(await policySettingsOf(db, project));
}

export async function policySettingsOf(db: Kysely<Tables>, project: number): Promise<PolicySettings> {
  const { policy } = await db.selectFrom('project').select('policy').where('id', '=', project).executeTakeFirstOrThrow();
  return policySettings.parse(policy);
}

function toPolicy(settings: PolicySettings): Policy {
  // What could not be scanned is shown with each image; here it fails none.
  return flagPolicy({ ...settings, exitCode: 1, allowIncomplete: true });
}
