import { itemsOf, memberOf, parseLocatedYaml, textOf, type LocatedYaml } from '../../lib/yaml/located-yaml.ts';
import { YamlError } from '../../lib/yaml/yaml-error.ts';
import { makeIssue, type Issue } from '../../model/issue.ts';
import { limits } from '../../model/limits.ts';
import { type Rule } from '../../model/rule.ts';

/** One object of a Kubernetes manifest. */
export interface Manifest {
  readonly kind: string;
  readonly apiGroup: string;
  readonly name: string;
  readonly namespace?: string;
  readonly node: LocatedYaml;
  /** Of the pods that it makes; absent where it makes none. */
  readonly podSpec?: LocatedYaml;
  readonly podMetadata?: LocatedYaml;
}

/** A rule about what only Kubernetes has. */
export type ManifestRule = Rule<Manifest>;

/** Every object of a file, also of lists; what is no object of Kubernetes is left out. */
export function readManifests(path: string, text: string): { readonly manifests: readonly Manifest[]; readonly issues: readonly Issue[] } {
  try {
    const documents = parseLocatedYaml(text, path, { maxDepth: limits.workloadDepth, maxValues: limits.workloadValues });
    return { manifests: documents.flatMap((document) => [...objectsOf(document)]), issues: [] };
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    return { manifests: [], issues: [makeIssue('MANIFEST_INVALID', 'kubernetes', `line ${error.line}: ${error.message}`, { path })] };
  }
}

function* objectsOf(node: LocatedYaml): Iterable<Manifest> {
  const [kind, apiVersion] = [textOf(memberOf(node, 'kind')), textOf(memberOf(node, 'apiVersion'))];
  if (kind === undefined || apiVersion === undefined) return;
  if (kind === 'List') {
    for (const item of itemsOf(memberOf(node, 'items'))) yield* objectsOf(item);
    return;
  }
  const namespace = textOf(memberOf(node, 'metadata', 'namespace'));
  const slash = apiVersion.indexOf('/');
  const pod = podOf(kind, node);
  yield {
    kind,
    apiGroup: slash < 0 ? '' : apiVersion.slice(0, slash),
    name: textOf(memberOf(node, 'metadata', 'name')) ?? textOf(memberOf(node, 'metadata', 'generateName')) ?? kind,
    ...(namespace === undefined ? {} : { namespace }),
    node,
    ...pod,
  };
}

const templated: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'ReplicationController', 'Job']);

function podOf(kind: string, node: LocatedYaml): Pick<Manifest, 'podSpec' | 'podMetadata'> {
  const pod =
    kind === 'Pod'
      ? node
      : kind === 'PodTemplate'
        ? memberOf(node, 'template')
        : kind === 'CronJob'
          ? memberOf(node, 'spec', 'jobTemplate', 'spec', 'template')
          : templated.has(kind)
            ? memberOf(node, 'spec', 'template')
            : undefined;
  const podSpec = memberOf(pod, 'spec');
  const podMetadata = memberOf(pod, 'metadata');
  return podSpec === undefined ? {} : { podSpec, ...(podMetadata === undefined ? {} : { podMetadata }) };
}
