import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { engineOnlyHost, localHost } from '../../audit/host/local-host.ts';
import { inspectFile, recordFile } from '../../audit/host/host-record.ts';
import { recordedHost } from '../../audit/host/recorded-host.ts';
import { type Host, HostUnreadable, isAuditQuestion } from '../../audit/host.ts';
import { readEngineOptions } from '../../config/read-engine-options.ts';
import { EngineClient } from '../../image/engine/engine-client.ts';
import { formatEndpoint, parseEngineHost } from '../../image/engine/engine-endpoint.ts';
import { docker, type Engine, type FoundEndpoint, podman } from '../../image/engine/engine.ts';
import { findDockerEndpoint } from '../../image/engine/find-docker-endpoint.ts';
import { findPodmanEndpoint } from '../../image/engine/find-podman-endpoint.ts';
import { readAtMost } from '../../lib/file/read-at-most.ts';
import { JsonError } from '../../lib/json/json-error.ts';
import { parseJsonBounded } from '../../lib/json/parse-json-bounded.ts';
import { messageOf } from '../../lib/text/message-of.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';

/** The engine that `--host` names, or that docker or podman would use, for its events. */
export async function openEvents(
  named: string | undefined,
  runtime: Runtime,
): Promise<{ readonly name: string; readonly follow: (path: string) => Promise<AsyncIterable<Uint8Array>> }> {
  if (named !== undefined && !named.includes('://'))
    throw new PratiqueError('USAGE', `--host ${JSON.stringify(named)} is no address`, {
      hint: 'a record has no events; give unix:///run/docker.sock or ssh://user@host',
    });
  const { client, endpoint } = await openClient(named, runtime);
  return { name: formatEndpoint(endpoint), follow: (path) => client.follow(path) };
}

/** The host that `--host` names: an engine's address or the folder of a record; without it the engine that docker or podman would use. */
export async function openHost(named: string | undefined, runtime: Runtime): Promise<Host> {
  if (named !== undefined && !named.includes('://')) return openRecord(named);
  const { client, endpoint } = await openClient(named, runtime);
  const open = endpoint.kind === 'unix' ? localHost : engineOnlyHost;
  return open(formatEndpoint(endpoint), (path) => askEngine(client, path));
}

async function openClient(
  named: string | undefined,
  runtime: Runtime,
): Promise<{ readonly client: EngineClient; readonly endpoint: FoundEndpoint['endpoint'] }> {
  const { engine, found } = await findEngine(named);
  const { sshEnvironment: environment } = readEngineOptions();
  const { endpoint, apiVersion } = found;
  const client = new EngineClient(
    { engine, endpoint, ...(apiVersion === undefined ? {} : { apiVersion }), ...(environment === undefined ? {} : { environment }) },
    runtime.signal,
  );
  return { client, endpoint };
}

async function findEngine(named: string | undefined): Promise<{ readonly engine: Engine; readonly found: FoundEndpoint }> {
  const { docker: dockerOptions = { sockets: [] }, podman: podmanOptions = { sockets: [] } } = readEngineOptions();
  // Said again with its own name, so that a message names the option.
  if (named !== undefined && dockerOptions.tls === undefined)
    return { engine: docker, found: { endpoint: parseEngineHost(named, '--host'), isThere: true } };
  const found = await findDockerEndpoint(named === undefined ? dockerOptions : { ...dockerOptions, host: named });
  if (found.isThere) return { engine: docker, found };
  const other = await findPodmanEndpoint(podmanOptions);
  return other.isThere ? { engine: podman, found: other } : { engine: docker, found };
}

/** Refusals of the engine are facts about the host; that there is none is an error of the command. */
async function askEngine(client: EngineClient, path: string): Promise<unknown> {
  if (!isAuditQuestion(path)) throw new Error(`not a question of an audit: ${path}`);
  try {
    if (path.startsWith('HEAD ')) return await client.fileStatus(path.slice('HEAD '.length));
    const bytes = await client.read(path);
    if (bytes === undefined || path.includes('/archive?')) return bytes;
    return parseJsonBounded(bytes, { maxBytes: limits.engineQuestionBytes, maxDepth: limits.documentDepth });
  } catch (error) {
    if (error instanceof JsonError) throw new HostUnreadable(`the engine’s answer to ${path} ${error.message}`);
    if (error instanceof PratiqueError && error.code === 'ENGINE_REFUSED') throw new HostUnreadable(error.message);
    throw error;
  }
}

function openRecord(folder: string): Host {
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new PratiqueError('USAGE', `--host ${JSON.stringify(folder)} is neither an address nor a folder`, {
      hint: 'give unix:///run/docker.sock, ssh://user@host, or a folder that pratique audit record wrote',
    });
  const [record, inspected] = [recordFile, inspectFile].map((name) => readJson(join(folder, name)));
  if (record === undefined && inspected === undefined)
    throw new PratiqueError('USAGE', `${folder} has neither ${recordFile} nor ${inspectFile}`, {
      hint: `write ${recordFile} with pratique audit record, or ${inspectFile} with docker inspect`,
    });
  return recordedHost(folder, record, inspected);
}

function readJson(path: string): unknown {
  if (!existsSync(path)) return undefined;
  try {
    const bytes = readAtMost(path, limits.auditRecordBytes);
    if (bytes === undefined) throw new JsonError('too-large', `has more than ${limits.auditRecordBytes} bytes`);
    return parseJsonBounded(bytes, { maxBytes: limits.auditRecordBytes, maxDepth: limits.documentDepth });
  } catch (cause) {
    throw new PratiqueError('DOCUMENT_INVALID', `${path} ${messageOf(cause)}`, { cause, hint: 'record the host again' });
  }
}
