import { type BaselineComparison, type FixedFinding } from '../../model/baseline.ts';

/** What a report was compared with, and what of it is gone. */
export function toBaseline({ name, manifestDigest, configDigest, startedAt, fixed }: BaselineComparison): unknown {
  return { name, manifestDigest, configDigest, startedAt: startedAt.toISOString(), fixed: fixed.map(toFixed) };
}

function toFixed({ kind, id, fingerprint, severity, package: found }: FixedFinding): unknown {
  return { kind, id, fingerprint, severity, package: found === undefined ? undefined : { name: found.name, version: found.version } };
}
