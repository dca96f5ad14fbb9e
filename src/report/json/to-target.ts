import { type Decision } from '../../model/decision.ts';
import { type Issue } from '../../model/issue.ts';
import { type Platform } from '../../model/platform.ts';
import { type AdvisoryDataUsed, type DetectedDistribution, type ScannedLayer, type ScanTarget } from '../../model/report.ts';

/** Every member is written in this order; `JSON.stringify` leaves out those that are `undefined`. */
export function toTarget(target: ScanTarget): unknown {
  return {
    name: target.name,
    scheme: target.scheme,
    references: target.references,
    manifestDigest: target.manifestDigest,
    configDigest: target.configDigest,
    platform: target.platform === undefined ? undefined : toPlatform(target.platform),
    created: target.created,
    user: target.user,
    distribution: target.distribution === undefined ? undefined : toDistribution(target.distribution),
    attestationCount: target.attestationCount,
    connection: target.connection,
    layers: target.layers.map(toLayer),
  };
}

function toPlatform({ os, architecture, variant, osVersion }: Platform): unknown {
  return { os, architecture, variant, osVersion };
}

function toDistribution(distribution: DetectedDistribution): unknown {
  const { id, versionId, prettyName, ecosystem, release, endOfLife, subscriptions, path } = distribution;
  return { id, versionId, prettyName, ecosystem, release, endOfLife, subscriptions, path };
}

function toLayer({ index, digest, diffId, isDiffIdVerified, createdBy, compressedBytes, broughtBy }: ScannedLayer): unknown {
  return { index, digest, diffId, isDiffIdVerified, createdBy, compressedBytes, broughtBy };
}

export function toDecision({ verdict, exitCode, statements }: Decision): unknown {
  return {
    verdict,
    exitCode,
    statements: statements.map(({ text, isMet, isWarning, violatedBy, name, origin }) => ({
      text,
      isMet,
      isWarning,
      violatedBy,
      name,
      origin,
    })),
  };
}

export function toIssue({ code, severity, message, origin, path, layerIndex, contentKind }: Issue): unknown {
  return { code, severity, message, origin, path, layerIndex, contentKind };
}

/** Shards and sources sorted by name, because the order in which they answered differs from run to run. */
export function toAdvisories({ kind, builtAt, shards, sources }: AdvisoryDataUsed): unknown {
  return {
    kind,
    builtAt: builtAt?.toISOString(),
    shards: shards.map(({ name, digest }) => ({ name, digest })).sort((a, b) => (a.name < b.name ? -1 : 1)),
    sources: sources.map(({ id, asOf, newest, records }) => ({ id, asOf, newest, records })).sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}
