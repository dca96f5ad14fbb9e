import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { readSmallFile } from '../../lib/file/read-small-file.ts';
import { JsonError } from '../../lib/json/json-error.ts';
import { field, optional, readBoolean, readObject, readString, type JsonObject } from '../../lib/json/json-readers.ts';
import { parseJsonBounded } from '../../lib/json/parse-json-bounded.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type EngineEndpoint, parseEngineHost } from './engine-endpoint.ts';

/** `currentContext` of Docker's `config.json`. Throws CONFIG_INVALID. */
export async function readCurrentContext(configDirectory: string): Promise<string | undefined> {
  const path = join(configDirectory, 'config.json');
  const name = await readConfigFile(path, (object) => optional(field(object, 'currentContext'), `${path}: currentContext`, readString));
  return name === '' ? undefined : name;
}

/** The endpoint of a context that `docker context create` stored; docker/cli, cli/context/store. Throws CONFIG_INVALID. */
export async function readContext(name: string, configDirectory: string): Promise<EngineEndpoint> {
  const id = createHash('sha256').update(name).digest('hex');
  const path = join(configDirectory, 'contexts', 'meta', id, 'meta.json');
  const found = await readConfigFile(path, readDockerEndpoint);
  const origin = `Docker context ${JSON.stringify(name.slice(0, 100))}`;
  if (found === undefined)
    throw new PratiqueError('CONFIG_INVALID', `${origin} does not exist in ${configDirectory}`, {
      hint: 'choose one with docker context use, or set DOCKER_HOST',
    });
  if (!/^(?:tcp|https?):/.test(found.host)) return parseEngineHost(found.host, origin);
  const folder = join(configDirectory, 'contexts', 'tls', id, 'docker');
  const tls = await findTls(folder, found.isUnverified);
  return parseEngineHost(found.host, origin, tls);
}

function readDockerEndpoint(object: JsonObject, what: string): { readonly host: string; readonly isUnverified: boolean } {
  const docker = readObject(field(readObject(field(object, 'Endpoints'), `${what}: Endpoints`), 'docker'), `${what}: Endpoints.docker`);
  return {
    host: readString(field(docker, 'Host'), `${what}: Endpoints.docker.Host`),
    isUnverified: optional(field(docker, 'SkipTLSVerify'), `${what}: Endpoints.docker.SkipTLSVerify`, readBoolean) ?? false,
  };
}

/** A context has TLS when it has files for it, or says that certificates are not verified. */
async function findTls(folder: string, isUnverified: boolean) {
  const [ca, certificate, key] = await Promise.all(['ca.pem', 'cert.pem', 'key.pem'].map((name) => existing(join(folder, name))));
  if (ca === undefined && certificate === undefined && key === undefined && !isUnverified) return undefined;
  return {
    isVerified: !isUnverified,
    ...(ca === undefined ? {} : { ca }),
    ...(certificate === undefined ? {} : { certificate }),
    ...(key === undefined ? {} : { key }),
  };
}

async function existing(path: string): Promise<string | undefined> {
  const file = await readSmallFile(path, { maxBytes: limits.engineCertificateBytes }).catch(() => undefined);
  return file === undefined || file.kind === 'missing' ? undefined : path;
}

async function readConfigFile<T>(path: string, read: (object: JsonObject, what: string) => T): Promise<T | undefined> {
  const file = await readSmallFile(path, { maxBytes: limits.configFileBytes }).catch((cause: unknown) => {
    throw new PratiqueError('CONFIG_INVALID', `${path} cannot be read`, { cause });
  });
  if (file.kind === 'missing') return undefined;
  if (file.kind !== 'content') throw new PratiqueError('CONFIG_INVALID', `${path} is ${file.kind}`);
  // Docker takes an empty file for `{}`.
  if (file.bytes.length === 0) return undefined;
  try {
    const value = parseJsonBounded(file.bytes, { maxBytes: limits.configFileBytes, maxDepth: limits.documentDepth });
    return read(readObject(value, path), path);
  } catch (cause) {
    if (!(cause instanceof JsonError)) throw cause;
    throw new PratiqueError('CONFIG_INVALID', cause.fault === 'type' ? cause.message : `${path} ${cause.message}`, { cause });
  }
}
