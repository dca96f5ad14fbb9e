import { readEngineOptions } from '../../config/read-engine-options.ts';
import { type ContainerSettings } from '../../harden/guard/container-settings.ts';
import { labelsOf, objectOf, textOf } from '../../harden/guard/read-engine-request.ts';
import { readHostConfig } from '../../harden/guard/read-engine-settings.ts';
import { EngineClient } from '../../image/engine/engine-client.ts';
import { docker } from '../../image/engine/engine.ts';
import { findDockerEndpoint } from '../../image/engine/find-docker-endpoint.ts';
import { field, isJsonObject, type JsonObject } from '../../lib/json/json-readers.ts';
import { parseJsonBounded } from '../../lib/json/parse-json-bounded.ts';
import { limits } from '../../model/limits.ts';
import { parseReference } from '../../model/reference.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type GuardedImage } from './image-judge.ts';

/** A container that exists. */
export interface GuardedContainer {
  /** Of its image, as the engine knows it. */
  readonly imageId: string;
  readonly image: string;
  readonly settings: ContainerSettings;
  readonly labels: ReadonlyMap<string, string>;
}

/** What the guard asks the engine whose door it keeps. The engine asks the guard about these questions as well, and they pass. */
export class GuardedEngine {
  readonly #client: EngineClient;

  constructor(client: EngineClient) {
    this.#client = client;
  }

  /** `undefined` where the engine does not have it, so that there is nothing to run yet. Throws what EngineClient throws. */
  async findImage(name: string): Promise<GuardedImage | undefined> {
    const image = await this.#read(`/images/${name.split('/').map(encodeURIComponent).join('/')}/json`);
    if (image === undefined) return undefined;
    const id = textOf(image, 'Id');
    const signedAs = chooseSigned(name, strings(image, 'RepoDigests'));
    return { name, target: `docker:${id}`, key: id, ...(signedAs === undefined ? {} : { signedAs }) };
  }

  async findContainer(id: string): Promise<GuardedContainer | undefined> {
    const container = await this.#read(`/containers/${encodeURIComponent(id)}/json`);
    if (container === undefined) return undefined;
    const config = objectOf(container, 'Config');
    return {
      imageId: textOf(container, 'Image'),
      image: textOf(config, 'Image'),
      settings: readHostConfig(objectOf(container, 'HostConfig')),
      labels: labelsOf(config),
    };
  }

  async #read(path: string): Promise<JsonObject | undefined> {
    const bytes = await this.#client.read(path);
    if (bytes === undefined) return undefined;
    const value = parseJsonBounded(bytes, { maxBytes: limits.engineQuestionBytes, maxDepth: limits.documentDepth });
    return isJsonObject(value) ? value : undefined;
  }
}

/** The engine that the docker command would use. Throws CONFIG_INVALID. */
export async function openGuardedEngine({ signal }: Runtime): Promise<GuardedEngine> {
  const { docker: options = { sockets: [] }, sshEnvironment: environment } = readEngineOptions();
  const { endpoint, apiVersion } = await findDockerEndpoint(options);
  return new GuardedEngine(
    new EngineClient(
      { engine: docker, endpoint, ...(apiVersion === undefined ? {} : { apiVersion }), ...(environment === undefined ? {} : { environment }) },
      signal,
    ),
  );
} // prettier-ignore

/** The digest of the repository that was named, with its tag: signatures that bind tags need it. An image that was named by its id has those of any. */
function chooseSigned(name: string, digests: readonly string[]): string | undefined {
  const [first] = digests;
  if (first === undefined || /^(?:sha256:)?[0-9a-f]{12,64}$/.test(name)) return first;
  const { registry, repository, tag } = parseReference(name);
  const own = digests.find((each) => {
    const known = parseReference(each);
    return known.registry === registry && known.repository === repository;
  });
  const digest = own?.split('@')[1];
  if (digest === undefined) return undefined;
  return `${registry}/${repository}${tag === undefined ? '' : `:${tag}`}@${digest}`;
}

function strings(object: JsonObject, name: string): readonly string[] {
  const value = field(object, name);
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
