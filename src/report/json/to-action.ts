import { type ShownAction } from '../report-view.ts';

/** An action with the findings of this document that it takes away. */
export function toAction({ action, findings }: ShownAction): unknown {
  const { kind, text, package: name, version } = action;
  return { kind, text, package: name, version, findings: findings.map(({ id, packageId }) => ({ id, packageId })) };
}
