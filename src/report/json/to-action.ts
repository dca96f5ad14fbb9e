import { type FindingReference, type PlannedAction } from '../../model/plan.ts';

/** An action with the findings of this document that it removes. */
export function toAction({
  action,
  findings,
}: {
  readonly action: PlannedAction;
  readonly findings: readonly FindingReference[];
}): unknown {
  const { kind, text, package: name, version, command, changes, pulledInBy, isMajor, layerIndex, until, alsoRemoves } = action;
  return {
    kind,
    text,
    package: name,
    version,
    command,
    changes: changes?.map(({ packageId, name: changed, to }) => ({ packageId, name: changed, to })),
    pulledInBy,
    isMajor,
    layerIndex,
    until,
    findings: findings.map(({ id, packageId }) => ({ id, packageId })),
    alsoRemoves,
  };
}
