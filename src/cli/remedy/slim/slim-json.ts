import { toTarget } from '../../../report/json/to-target.ts';
import { type SlimView } from './slim-view.ts';

/** One JSON document; a group of files is a line. */
export function* slimJson({ report, plan, built }: SlimView, toolVersion: string): Iterable<string> {
  const { removable, undecided, ...totals } = plan;
  const document = {
    schemaVersion: 1,
    tool: { name: 'pratique', version: toolVersion },
    target: toTarget(report.target),
    ...totals,
    undecided,
    ...(built === undefined ? {} : { built }),
  };
  yield `${JSON.stringify(document).slice(0, -1)},"removable":[`;
  for (const [at, each] of removable.entries()) yield `${at === 0 ? '\n' : ',\n'}${JSON.stringify(each)}`;
  yield removable.length === 0 ? ']}\n' : '\n]}\n';
}
