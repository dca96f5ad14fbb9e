import { memberOf, textOf } from '../lib/yaml/located-yaml.ts';
import { type Issue } from '../model/issue.ts';
import { type ReadText, readProject } from './compose/compose-project.ts';
import { readService } from './compose/read-service.ts';
import { readManifests } from './kubernetes/manifest.ts';
import { readPod } from './kubernetes/read-pod.ts';

export interface WorkloadImages {
  /** References as the file has them, each once, in its order. One that a variable without a value decides is as it is written. */
  readonly images: readonly string[];
  /** Services whose image is built from a Dockerfile here. */
  readonly built: readonly string[];
  readonly issues: readonly Issue[];
}

/** The images that a Compose file or a Kubernetes manifest starts. */
export function workloadImages(kind: 'compose' | 'kubernetes', path: string, text: string, read: ReadText): WorkloadImages {
  if (kind === 'kubernetes') {
    const { manifests, issues } = readManifests(path, text);
    const images = manifests.flatMap(readPod).flatMap(({ image }) => image?.value ?? []);
    return { images: [...new Set(images)], built: [], issues };
  }
  const project = readProject(path, text, read);
  const built: string[] = [];
  const images: string[] = [];
  for (const service of project.services) {
    if (memberOf(service.node, 'build') !== undefined) built.push(service.name);
    else images.push(...[readService(service, project).image?.value ?? textOf(memberOf(service.node, 'image')) ?? []].flat());
  }
  return { images: [...new Set(images)], built, issues: project.issues };
}
