import { toAction } from '../../report/json/to-action.ts';
import { toTarget } from '../../report/json/to-target.ts';
import { type FixView } from './fix-view.ts';

/** One JSON document; an action has the form that it has in a report. */
export function* writeFixJson({ report, plan, patched, patches, notes, isApplied, proof }: FixView, toolVersion: string): Iterable<string> {
  const document = {
    schemaVersion: 1,
    tool: { name: 'pratique', version: toolVersion },
    ...(report === undefined ? {} : { target: toTarget(report.target), completeness: report.completeness }),
    plan: plan.map((action) => ({
      ...(toAction({ action, findings: action.findings }) as object),
      isPatched: patched.has(action),
    })),
    patches: patches.map(({ path, diff }) => ({ path, diff, isApplied })),
    notes,
    ...(proof === undefined ? {} : { proof }),
  };
  yield `${JSON.stringify(document, undefined, 2)}\n`;
}
