import { type ScanTarget } from '../../model/report.ts';
import { type ReportView, viewReport } from '../report-view.ts';
import { type JudgedReport, type ReporterOptions } from '../reporter.ts';
import { toTrivyFinding } from './to-trivy-finding.ts';
import { trivyFamilies } from './trivy-names.ts';
import { trivyResults } from './trivy-results.ts';

/** Trivy's report, schema version 2: one document for one report, and a list of them for several. */
export function* writeTrivyJson(reports: readonly JudgedReport[], options: ReporterOptions): Iterable<string> {
  if (reports.length !== 1) yield '[';
  for (const [at, judged] of reports.entries()) {
    if (at > 0) yield ',\n';
    yield* writeDocument(viewReport(judged, options.display), options);
  }
  yield reports.length === 1 ? '\n' : ']\n';
}

/** A finding is a line. */
function* writeDocument(view: ReportView, { createdAt }: ReporterOptions): Iterable<string> {
  const { target, startedAt } = view.report;
  const head = {
    SchemaVersion: 2,
    CreatedAt: (createdAt ?? startedAt).toISOString(),
    ArtifactName: target.name,
    ArtifactType: artifactTypes.get(target.scheme) ?? 'container_image',
    Metadata: toMetadata(target),
  };
  yield `${JSON.stringify(head).slice(0, -1)},\n"Results":[`;
  for (const [at, { list, entries, ...place }] of trivyResults(view).entries()) {
    yield `${at === 0 ? '\n' : ',\n'}${JSON.stringify(place).slice(0, -1)}`;
    for (const [number, entry] of entries.entries())
      yield `${number === 0 ? `,"${list ?? ''}":[\n` : ',\n'}${JSON.stringify(toTrivyFinding(entry, view))}`;
    yield entries.length === 0 ? '}' : '\n]}';
  }
  yield '\n]}';
}

const artifactTypes: ReadonlyMap<string, string> = new Map([
  ['dir', 'filesystem'],
  ['rootfs', 'filesystem'],
  ['sbom', 'cyclonedx'],
]);

function toMetadata({
  distribution,
  configDigest,
  platform,
  layers,
  references = [],
  created,
  manifestDigest,
  name,
  scheme,
}: ScanTarget): unknown {
  const diffIds = layers.flatMap(({ diffId }) => (diffId === undefined ? [] : [diffId]));
  const isNamed = ['registry', 'docker', 'podman', 'containerd'].includes(scheme);
  const tags = [...new Set([...(isNamed && !name.includes('@') ? [name] : []), ...references])];
  const repository = name.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
  return {
    OS:
      distribution === undefined
        ? undefined
        : { Family: trivyFamilies.get(distribution.id) ?? distribution.id, Name: distribution.versionId ?? '' },
    ImageID: configDigest,
    DiffIDs: diffIds.length === 0 ? undefined : diffIds,
    RepoTags: tags.length === 0 ? undefined : tags,
    RepoDigests: isNamed && manifestDigest !== undefined ? [`${repository}@${manifestDigest}`] : undefined,
    ImageConfig: configDigest === undefined ? undefined : { architecture: platform?.architecture, created, os: platform?.os },
  };
}
