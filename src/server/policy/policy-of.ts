import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import { severities } from '../../model/severity.ts';
import { flagPolicy, gateEffects } from '../../policy/flag-policy.ts';
import { type Policy } from '../../policy/policy.ts';
import { decodePolicy } from '../../policy/statement/decode-policy.ts';
import { decodeSuppressions } from '../../policy/suppression/decode-suppressions.ts';
import { type SuppressionFile } from '../../policy/suppression/suppression-entry.ts';
import { readVex } from '../../policy/vex/read-vex.ts';
import { withStatements } from '../../policy/with-statements.ts';
import { withSuppressions } from '../../policy/with-suppressions.ts';
import { withVex } from '../../policy/with-vex.ts';
import { type Tables } from '../../postgres/tables.ts';

/** What a project judges its images by; the defaults are those of the plan's first lane: what can be fixed now and is critical or high, or is exploited. */
export const policySettings = z.strictObject({
  severities: z.array(z.enum(severities)).default(['critical', 'high']),
  ignoreUnfixed: z.boolean().default(true),
  knownExploited: z.enum(gateEffects).default('fail'),
});
export type PolicySettings = z.infer<typeof policySettings>;

/** As messages and origins call it. */
export const policyFileName = 'pratique.yaml';

/** The policy of a project: its gate, with the statements and suppressions of its `pratique.yaml` and with its VEX documents, as on the command line. */
export async function policyOf(db: Kysely<Tables>, project: number): Promise<Policy> {
  const { policy, policy_file } = await db
    .selectFrom('project')
    .select(['policy', 'policy_file'])
    .where('id', '=', project)
    .executeTakeFirstOrThrow();
  const documents = await db
    .selectFrom('vex_document')
    .select(['name', 'content'])
    .where('project_id', '=', project)
    .orderBy('name')
    .execute();
  const file = policy_file === null ? undefined : decodePolicyFile(policy_file);
  const judged = withStatements(toPolicy(policySettings.parse(policy)), file?.statements ?? [], () => new Date());
  const followed =
    documents.length === 0
      ? judged
      : withVex(
          judged,
          documents.map(({ name, content }) => readVex(content, name)),
          'standard',
        );
  return withSuppressions(followed, file === undefined ? [] : [file.suppressions]);
}

/** Reads the parts of `pratique.yaml` that judge. Throws CONFIG_INVALID with the line of the first fault. */
export function decodePolicyFile(text: string): {
  readonly statements: ReturnType<typeof decodePolicy>['statements'];
  readonly suppressions: SuppressionFile;
} {
  return {
    statements: /^["']?policy(?:-tests)?["']?\s*:/m.test(text) ? decodePolicy(text, policyFileName).statements : [],
    suppressions: decodeSuppressions(text, policyFileName),
  };
}

/** Whether a project judges by more than its gate: then its verdicts cannot be counted from columns. */
export async function hasOwnPolicy(db: Kysely<Tables>, project: number): Promise<boolean> {
  const { rows } = await sql<{ has: boolean }>`
    select p.policy_file is not null or exists (select 1 from vex_document v where v.project_id = p.id) as has from project p where p.id = ${project}`.execute(
    db,
  );
  return rows[0]?.has === true;
}

export async function policySettingsOf(db: Kysely<Tables>, project: number): Promise<PolicySettings> {
  const { policy } = await db.selectFrom('project').select('policy').where('id', '=', project).executeTakeFirstOrThrow();
  return policySettings.parse(policy);
}

function toPolicy(settings: PolicySettings): Policy {
  // What could not be scanned is shown with each image; here it fails none.
  return flagPolicy({ ...settings, exitCode: 1, allowIncomplete: true });
}
