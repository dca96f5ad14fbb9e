import { type Transaction } from 'kysely';
import { type Tables } from '../../postgres/tables.ts';
import { toJson } from '../../postgres/to-json.ts';
import { policyOf } from '../policy/policy-of.ts';
import { type JudgedImage } from './judged-image.ts';
import { rebuildReport } from './rebuild-report.ts';
import { saveSuppressed } from './save-suppressed.ts';

/** Judges images of one project by its `pratique.yaml` and its VEX documents, each from its report; those whose verdict is another now. */
export async function judgeByPolicy(db: Transaction<Tables>, project: number, ids: readonly number[], now: Date): Promise<readonly JudgedImage[]> {
  const policy = await policyOf(db, project);
  const images = await db
    .selectFrom('image')
    .select(['id', 'project_id', 'digest', 'name', 'verdict'])
    .where('project_id', '=', project)
    .where('id', 'in', [...ids, 0])
    .execute();
  const changed: JudgedImage[] = [];
  for (const { verdict: before, ...image } of images) {
    const report = await rebuildReport(db, image.id);
    if (report === undefined) continue;
    const applied = policy.apply(report, now);
    const { verdict, statements } = policy.decide(applied);
    await saveSuppressed(db, image.id, applied);
    await db
      .updateTable('image')
      .set({ verdict, statements: toJson(statements), judged_at: now })
      .where('id', '=', image.id)
      .execute();
    if (verdict !== before) changed.push({ ...image, before, verdict });
  }
  return changed;
} // prettier-ignore
