import { type EngineOptions } from '../../model/engine-options.ts';
import { type Image, type OpenOptions } from '../../model/image.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { isImageId, parseReference } from '../../model/reference.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type Engine, type FoundEndpoint } from '../engine/engine.ts';
import { type EngineClient } from '../engine/engine-client.ts';
import { type InspectedImage } from '../engine/inspected-image.ts';
import { type LocalImageSource } from './local-image-source.ts';

/** Properties that differ between engines. */
export interface EngineSourceParts {
  readonly scheme: string;
  readonly title: string;
  readonly engine: Engine;
  /** `undefined` where nothing is known of the engine. Throws CONFIG_INVALID. */
  readonly findEndpoint: (engines: EngineOptions) => Promise<FoundEndpoint | undefined>;
}

/** A source of images that an engine has: found by its API, and streamed out of it. The client is loaded with the first question. */
export function engineSource({ scheme, title, engine, findEndpoint }: EngineSourceParts): LocalImageSource {
  return {
    scheme,
    title,
    program: engine.title,
    async open(target, options, runtime) {
      if (!isImageId(target)) parseReference(target);
      const found = await findEndpoint(options.engines ?? {});
      if (found === undefined)
        throw new PratiqueError('ENGINE_UNREACHABLE', `the address of ${engine.service} is not known`, { hint: engine.startHint });
      const { client, inspected } = await ask(engine, found, target, options, runtime);
      if (inspected === undefined) throw notFound(client.name, target, scheme, engine);
      return openImage({ name: target, scheme, client, inspected }, options, runtime);
    },
    async find(target, options, runtime) {
      try {
        const found = await findEndpoint(options.engines ?? {});
        if (found?.isThere !== true) return { kind: 'absent', store: 'missing', reason: 'is not running' };
        const { client, inspected } = await ask(engine, found, target, options, runtime);
        if (inspected === undefined) return { kind: 'absent', store: 'empty', reason: 'has no such image' };
        if (mayLackPlatforms(inspected, options)) return { kind: 'absent', store: 'empty', reason: 'has only one platform of it' };
        return { kind: 'found', open: () => openImage({ name: target, scheme, client, inspected }, options, runtime) };
      } catch (error) {
        if (!(error instanceof PratiqueError) || error.code === 'ABORTED') throw error;
        return { kind: 'absent', store: 'unusable', reason: `could not be queried: ${error.message}` };
      }
    },
  };
}

interface Asked {
  readonly client: EngineClient;
  /** Absent when the engine has no such image. */
  readonly inspected: InspectedImage | undefined;
}

async function ask(engine: Engine, found: FoundEndpoint, target: string, { engines }: OpenOptions, { signal }: Runtime): Promise<Asked> {
  const { EngineClient } = await import('../engine/engine-client.ts');
  const { endpoint, apiVersion } = found;
  const environment = engines?.sshEnvironment;
  const client = new EngineClient(
    { engine, endpoint, ...(apiVersion === undefined ? {} : { apiVersion }), ...(environment === undefined ? {} : { environment }) },
    signal,
  );
  return { client, inspected: await client.findImage(target) };
}

interface FoundImage {
  readonly name: string;
  readonly scheme: string;
  readonly client: EngineClient;
  readonly inspected: InspectedImage;
}

async function openImage(image: FoundImage, options: OpenOptions, runtime: Runtime): Promise<readonly Image[]> {
  return (await import('./open-engine-image.ts')).openEngineImage(image, options, runtime);
}

/** A store that keeps one platform of what it pulled cannot say whether there are more. */
function mayLackPlatforms({ available, isPulled }: InspectedImage, { platform }: OpenOptions): boolean {
  return platform === 'all' && available === undefined && isPulled;
}

/** `docker:24` may be meant as an image of Docker Hub. */
function notFound(asked: string, target: string, scheme: string, engine: Engine): PratiqueError {
  const other = /^[\w.-]+$/.test(target) ? `; the image called ${scheme} is registry:${scheme}:${target}` : '';
  return new PratiqueError('TARGET_NOT_FOUND', `${asked} has no image ${target}`, {
    hint: `list them with ${engine.command} images; to scan it from its registry, use registry:${target}${other}`,
  });
}
