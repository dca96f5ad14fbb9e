import { field, isJsonObject, type JsonObject, readObject, readString } from '../../lib/json/json-readers.ts';
import { type ContainerSettings } from './container-settings.ts';
import { labelsOf, objectOf, textOf } from './read-engine-request.ts';

/** What an API server asks before it stores an object; Kubernetes, admission.k8s.io/v1. */
export interface Admission {
  readonly uid: string;
  readonly operation: string;
  readonly user: string;
  /** `Pod web in lab`, for people. */
  readonly subject: string;
  readonly labels: ReadonlyMap<string, string>;
  /** Containers that are new or other than before; empty for objects without pods. */
  readonly containers: readonly AdmittedContainer[];
}

export interface AdmittedContainer {
  readonly name: string;
  readonly image: string;
  /** Whether the same container had this image before, so that it is here already. */
  readonly isKnownImage: boolean;
  readonly settings: ContainerSettings;
  /** Of its image in the object, as JSON Patch names it. */
  readonly pointer: string;
}

/** Where the pod is in each kind that has one. */
const podPaths: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ['Pod', []],
  ['PodTemplate', ['template']],
  ...['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'ReplicationController', 'Job'].map((kind) => [kind, ['spec', 'template']] as const),
  ['CronJob', ['spec', 'jobTemplate', 'spec', 'template']],
]); // prettier-ignore

const lists = ['initContainers', 'containers', 'ephemeralContainers'] as const;

/** Throws JsonError for what is no review. */
export function readAdmission(review: unknown): Admission {
  const request = readObject(field(readObject(review, 'the review'), 'request'), 'request');
  const uid = readString(field(request, 'uid'), 'request.uid');
  const operation = textOf(request, 'operation');
  const [object, old] = [objectOf(request, 'object'), objectOf(request, 'oldObject')];
  const kind = textOf(object, 'kind') || textOf(objectOf(request, 'kind'), 'kind');
  const path = podPaths.get(kind);
  const isJudged = path !== undefined && (operation === 'CREATE' || operation === 'UPDATE');
  const metadata = objectOf(object, 'metadata');
  const namespace = textOf(request, 'namespace');
  const name = textOf(request, 'name') || textOf(metadata, 'name') || `${textOf(metadata, 'generateName')}…`;
  const [pod, oldPod] = [object, old].map((from) => (path ?? []).reduce(objectOf, from)) as [JsonObject, JsonObject];
  const before = new Map(containersOf(oldPod, path ?? []).map((container) => [container.name, container]));
  return {
    uid,
    operation,
    user: textOf(objectOf(request, 'userInfo'), 'username'),
    subject: `${kind} ${name}${namespace === '' ? '' : ` in ${namespace}`}`,
    labels: new Map([...labelsOf(metadata, 'labels'), ...labelsOf(objectOf(pod, 'metadata'), 'labels')]),
    containers: (isJudged ? containersOf(pod, path) : []).flatMap((container) => {
      const known = before.get(container.name);
      const isKnownImage = known?.image === container.image;
      // What was admitted once is not judged again when labels change.
      const isSame = isKnownImage && JSON.stringify(known.settings) === JSON.stringify(container.settings);
      return isSame ? [] : [{ ...container, isKnownImage }];
    }),
  };
}

type Found = Omit<AdmittedContainer, 'isKnownImage'>;

function containersOf(pod: JsonObject, path: readonly string[]): readonly Found[] {
  const spec = objectOf(pod, 'spec');
  return lists.flatMap((list) =>
    listOf(spec, list).map((container, index) => ({
      name: textOf(container, 'name'),
      image: textOf(container, 'image'),
      settings: settingsOf(container, spec),
      pointer: ['', ...path, 'spec', list, index, 'image'].join('/'),
    })),
  );
}

function settingsOf(container: JsonObject, spec: JsonObject): ContainerSettings {
  const [own, ofPod] = [objectOf(container, 'securityContext'), objectOf(spec, 'securityContext')];
  const profile = (name: string): string => textOf(objectOf(own, name), 'type') || textOf(objectOf(ofPod, name), 'type');
  const added = field(objectOf(own, 'capabilities'), 'add');
  const paths = new Map(listOf(spec, 'volumes').flatMap((volume) => {
    const host = field(volume, 'hostPath');
    return isJsonObject(host) ? [[textOf(volume, 'name'), textOf(host, 'path')] as const] : [];
  }));
  return {
    isPrivileged: field(own, 'privileged') === true,
    mounts: listOf(container, 'volumeMounts').flatMap((mount) => {
      const path = paths.get(textOf(mount, 'name'));
      return path === undefined ? [] : [{ path, isReadOnly: field(mount, 'readOnly') === true }];
    }),
    addedCapabilities: Array.isArray(added) ? added.filter((each) => typeof each === 'string') : [],
    hostNamespaces: ([['hostNetwork', 'network'], ['hostPID', 'pid'], ['hostIPC', 'ipc']] as const).filter(([member]) => field(spec, member) === true).map(([, namespace]) => namespace),
    devices: listOf(container, 'volumeDevices').map((device) => textOf(device, 'devicePath')),
    unconfined: [
      ...(profile('seccompProfile') === 'Unconfined' ? ['seccomp'] : []),
      ...(profile('appArmorProfile') === 'Unconfined' ? ['AppArmor'] : []),
      ...(textOf(own, 'procMount') === 'Unmasked' ? ['masking of /proc'] : []),
    ],
  };
} // prettier-ignore

function listOf(object: JsonObject, name: string): readonly JsonObject[] {
  const value = field(object, name);
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
