import { request, type IncomingMessage } from 'node:http';
import { JsonError } from '../../lib/json/json-error.ts';
import { field, isJsonObject } from '../../lib/json/json-readers.ts';
import { parseJsonBounded } from '../../lib/json/parse-json-bounded.ts';
import { HttpError } from '../../lib/http/http-error.ts';
import { readBodyAtMost, readBodyStart } from '../../lib/http/read-body-at-most.ts';
import { limits } from '../../model/limits.ts';
import { formatPlatform, type Platform } from '../../model/platform.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { connectEngine } from './connect-engine.ts';
import { type Engine } from './engine.ts';
import { formatEndpoint, type EngineEndpoint } from './engine-endpoint.ts';
import { engineFailure } from './engine-failure.ts';
import { readInspectedImage, type InspectedImage } from './inspected-image.ts';
import { watchStream } from './watch-stream.ts';

export interface EngineTimeouts {
  readonly connectMs: number;
  /** Until the head of a short answer. */
  readonly answerMs: number;
  /** Until the head of an export: Docker and Podman write the image to a file of their own first. */
  readonly exportMs: number;
  /** Without a byte of a body. */
  readonly idleMs: number;
}

export const engineTimeouts: EngineTimeouts = {
  connectMs: limits.engineConnectMs,
  answerMs: limits.engineAnswerMs,
  exportMs: limits.engineExportMs,
  idleMs: limits.idleTimeoutMs,
};

export interface EngineClientOptions {
  readonly engine: Engine;
  readonly endpoint: EngineEndpoint;
  /** Used instead of what is negotiated. */
  readonly apiVersion?: string;
  readonly timeouts?: EngineTimeouts;
  readonly environment?: Readonly<Record<string, string>>;
}

/** The newest version of the Engine API that we know: its paths and fields are what we ask for. */
const ownVersion = '1.48';

/**
 * Asks an engine by the Docker Engine API. Every question is a GET or a HEAD, on a connection of its own.
 * Throws ENGINE_UNREACHABLE, ENGINE_REFUSED, ENGINE_PROTOCOL and CONFIG_INVALID.
 */
export class EngineClient {
  readonly #options: EngineClientOptions;
  readonly #timeouts: EngineTimeouts;
  readonly #signal: AbortSignal;
  #version: Promise<string> | undefined;

  constructor(options: EngineClientOptions, signal: AbortSignal) {
    this.#options = options;
    this.#timeouts = options.timeouts ?? engineTimeouts;
    this.#signal = signal;
  }

  /** As messages name it: `the Docker daemon at unix:///var/run/docker.sock`. */
  get name(): string {
    return `${this.#options.engine.service} at ${formatEndpoint(this.#options.endpoint)}`;
  }

  /** `undefined` when there is no such image. `name` is a reference or an image ID. */
  async findImage(name: string): Promise<InspectedImage | undefined> {
    const withManifests = await this.#isAtLeast('1.48');
    const answer = await this.#get(`/images/${pathOf(name)}/json${withManifests ? '?manifests=1' : ''}`, this.#timeouts.answerMs);
    if (answer.statusCode === 404) {
      answer.destroy();
      return undefined;
    }
    const bytes = await this.#readWhole(answer);
    try {
      return readInspectedImage(parseJsonBounded(bytes, { maxBytes: limits.documentBytes, maxDepth: limits.documentDepth }));
    } catch (cause) {
      if (!(cause instanceof JsonError)) throw cause;
      throw this.#protocol(`its description of ${name} cannot be read: ${cause.message}`, cause);
    }
  }

  /** The archive of an image as it is written. Without a platform, of all that the engine has. Iterating throws HttpError. */
  async exportImage(id: string, platform?: Platform): Promise<AsyncIterable<Uint8Array>> {
    const query = platform === undefined ? '' : `?platform=${encodeURIComponent(JSON.stringify(toOciPlatform(platform)))}`;
    const answer = await this.#get(`/images/${pathOf(id)}/get${query}`, this.#timeouts.exportMs);
    if (answer.statusCode === 200) return watchStream(answer, this.name, this.#timeouts.idleMs);
    const wanted = platform === undefined ? '' : ` for ${formatPlatform(platform)}`;
    throw await this.#refusal(answer, `export image ${id}${wanted}`);
  }

  /** The whole answer to any other question: a path below the version, asked with GET. `undefined` where there is no such thing. */
  async read(path: string): Promise<Uint8Array | undefined> {
    const answer = await this.#get(path, this.#timeouts.answerMs);
    if (answer.statusCode === 404) {
      answer.destroy();
      return undefined;
    }
    return this.#readWhole(answer, 'answer', limits.engineQuestionBytes);
  }

  /** An answer without end, such as that to `/events`: its bytes as they come, however long that takes. Iterating throws HttpError. */
  async follow(path: string): Promise<AsyncIterable<Uint8Array>> {
    const answer = await this.#get(path, this.#timeouts.exportMs);
    if (answer.statusCode === 200) return answer;
    throw await this.#refusal(answer, 'give its events');
  }

  /** Docker Engine API, ContainerArchiveInfo: what `X-Docker-Container-Path-Stat` says of a file. `undefined` where there is no such file. */
  async fileStatus(path: string): Promise<unknown> {
    const answer = await this.#send(`/v${await this.#negotiate()}${path}`, this.#timeouts.answerMs, 'HEAD');
    const status = answer.headers['x-docker-container-path-stat'];
    answer.destroy();
    if (answer.statusCode === 404) return undefined;
    if (answer.statusCode !== 200 || typeof status !== 'string')
      throw new PratiqueError('ENGINE_REFUSED', `${this.name} did not tell the status of a file: ${answer.statusCode}`);
    return parseJsonBounded(Buffer.from(status, 'base64'), { maxBytes: limits.headerBytes, maxDepth: 8 });
  }

  async #isAtLeast(version: string): Promise<boolean> {
    return compareVersions(await this.#negotiate(), version) >= 0;
  }

  #negotiate(): Promise<string> {
    return (this.#version ??= this.#readVersion());
  }

  /** docs.docker.com, "Versioned API": the older of the two is spoken. */
  async #readVersion(): Promise<string> {
    if (this.#options.apiVersion !== undefined) return this.#options.apiVersion;
    const answer = await this.#send('/_ping', this.#timeouts.answerMs);
    const offered = answer.headers['api-version'];
    if (answer.statusCode !== 200) throw await this.#refusal(answer, 'report its version');
    answer.destroy();
    if (typeof offered !== 'string' || !versionPattern.test(offered)) throw this.#protocol('it does not report its API version');
    return compareVersions(offered, ownVersion) < 0 ? offered : ownVersion;
  }

  async #get(path: string, timeoutMs: number): Promise<IncomingMessage> {
    return this.#send(`/v${await this.#negotiate()}${path}`, timeoutMs);
  }

  async #send(path: string, timeoutMs: number, method: 'GET' | 'HEAD' = 'GET'): Promise<IncomingMessage> {
    const { engine, endpoint, environment } = this.#options;
    const connecting = { timeoutMs: this.#timeouts.connectMs, signal: this.#signal, ...(environment === undefined ? {} : { environment }) };
    try {
      const connection = await connectEngine(engine, endpoint, connecting);
      return await new Promise<IncomingMessage>((resolve, reject) => {
        const headers = { host: 'localhost', 'user-agent': 'pratique', accept: 'application/json', connection: 'close' };
        const sent = request({
          method,
          path,
          headers,
          createConnection: () => connection,
          maxHeaderSize: limits.headerBytes,
          signal: this.#signal,
        });
        const timer = setTimeout(() => sent.destroy(new HttpError('timeout', this.name, `no response within ${timeoutMs} ms`)), timeoutMs);
        sent.on('response', resolve).on('error', reject);
        sent.on('close', () => clearTimeout(timer)).on('response', () => clearTimeout(timer));
        sent.end();
      });
    } catch (error) {
      throw engineFailure(error, this.#options, this.#signal);
    }
  }

  async #readWhole(answer: IncomingMessage, what = 'describe the image', maxBytes = limits.documentBytes): Promise<Uint8Array> {
    if (answer.statusCode !== 200) throw await this.#refusal(answer, what);
    try {
      return await readBodyAtMost(watchStream(answer, this.name, this.#timeouts.idleMs), maxBytes, 'the answer');
    } catch (error) {
      throw engineFailure(error, this.#options, this.#signal);
    }
  }

  async #refusal(answer: IncomingMessage, what: string): Promise<PratiqueError> {
    const body = watchStream(answer, this.name, this.#timeouts.idleMs);
    const bytes = await readBodyStart(body, limits.errorBodyBytes).catch(() => new Uint8Array());
    return new PratiqueError('ENGINE_REFUSED', `${this.name} did not ${what}: ${answer.statusCode} ${messageIn(bytes)}`.trimEnd());
  }

  #protocol(reason: string, cause?: unknown): PratiqueError {
    return new PratiqueError('ENGINE_PROTOCOL', `${this.name} sent an invalid response: ${reason}`, { cause });
  }
}

/** Names are checked before: nothing in them ends a path. */
function pathOf(name: string): string {
  return name.split('/').map(encodeURIComponent).join('/');
}

const versionPattern = /^\d{1,3}\.\d{1,4}$/;

function compareVersions(a: string, b: string): number {
  const [[aMajor = 0, aMinor = 0], [bMajor = 0, bMinor = 0]] = [a, b].map((version) => version.split('.').map(Number)) as [
    number[],
    number[],
  ];
  return aMajor - bMajor || aMinor - bMinor;
}

/** OCI image-spec, image-index.md: `platform`. */
function toOciPlatform({ os, architecture, variant }: Platform): object {
  return { os, architecture, ...(variant === undefined ? {} : { variant }) };
}

/** Engines explain themselves in `message`; the text before them may not. */
function messageIn(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('utf8').trim();
  try {
    const value = parseJsonBounded(bytes, { maxBytes: limits.errorBodyBytes, maxDepth: 8 });
    const message = isJsonObject(value) ? field(value, 'message') : undefined;
    if (typeof message === 'string') return message.slice(0, 400);
  } catch {
    // Not JSON: the text itself.
  }
  return text.slice(0, 400);
}
