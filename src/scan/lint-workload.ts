import { checkCompose } from '../check/compose/check-compose.ts';
import { type IsTracked, type ReadText } from '../check/compose/compose-project.ts';
import { checkKubernetes } from '../check/kubernetes/check-kubernetes.ts';
import { type ScanReport } from '../model/report.ts';
import { type Runtime } from '../model/runtime.ts';
import { lintReport } from './lint-report.ts';

/** A Compose file or a Kubernetes manifest that was read. */
export interface WorkloadInput {
  readonly kind: 'compose' | 'kubernetes';
  /** As the user named it. */
  readonly path: string;
  readonly text: string;
  /** How to read what a Compose file includes and extends. */
  readonly read: ReadText;
  /** Whether Git keeps a file that it names; absent where that is not known. */
  readonly isTracked?: IsTracked;
}

/** What is wrong with a Compose file or a Kubernetes manifest. */
export function lintWorkload({ kind, path, text, read, isTracked }: WorkloadInput, runtime: Runtime): ScanReport {
  const check = (): ReturnType<typeof checkCompose> =>
    kind === 'compose' ? checkCompose(path, text, read, isTracked) : checkKubernetes(path, text);
  return lintReport({ name: path, scheme: kind }, () => ({ ...check(), isEmpty: text.trim() === '' }), runtime);
}
