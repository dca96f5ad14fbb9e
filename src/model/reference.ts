import { isDigest, type Digest } from './digest.ts';
import { PratiqueError } from './pratique-error.ts';

/** A repository in a registry, with the tag or digest that is wanted of it; a digest wins over a tag. */
export interface ImageReference {
  /** Host with its port where one was given: `docker.io`, `localhost:5000`, `[::1]:5000`. */
  readonly registry: string;
  /** With `library/` where Docker Hub leaves it out. */
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: Digest;
}

/** Docker's default registry, and every host name that reaches it: the one of its early clients, and the one of its API. */
const dockerHub = 'docker.io';
export const dockerHubNames: ReadonlySet<string> = new Set([dockerHub, 'index.docker.io', 'registry-1.docker.io']);

/** distribution/reference, RepositoryNameTotalLengthMax, and room for a host, a tag and a sha512 digest. */
const maxRepositoryCharacters = 255;
const maxReferenceCharacters = 1_024;

/** distribution/reference, grammar: `path`, `domain-name` or IPv6 with an optional port, and `tag`. */
const componentPattern = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const hostPattern = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;
const tagPattern = /^\w[\w.-]{0,127}$/;

/**
 * Reads a reference as Docker does: `alpine` is `docker.io/library/alpine:latest`. Without a tag and without a digest the tag is
 * `latest`. Host names are made lower case, and hosts and ports get one spelling: `127.1:05000` is `127.0.0.1:5000`, and every name of Docker Hub is
 * `docker.io`. Everything else must be in lower case already. Throws REFERENCE_INVALID.
 */
export function parseReference(text: string): ImageReference {
  if (text.length > maxReferenceCharacters)
    throw invalid(`${text.slice(0, 60)}…`, `is ${text.length} characters long, more than ${maxReferenceCharacters}`);
  refuseUrl(text);
  const { rest, digest } = splitDigest(text);
  const slash = rest.indexOf('/');
  const head = rest.slice(0, Math.max(slash, 0));
  const isHost = slash > 0 && (head === 'localhost' || /[.:]/.test(head));
  const registry = isHost ? parseRegistry(head, text) : dockerHub;
  const { repository, tag } = splitTag(isHost ? rest.slice(slash + 1) : rest, text);
  const path = registry === dockerHub && !repository.includes('/') ? `library/${repository}` : repository;
  checkRepository(path, text);
  if (digest !== undefined) return { registry, repository: path, ...(tag === undefined ? {} : { tag }), digest };
  return { registry, repository: path, tag: tag ?? 'latest' };
}

/** Canonical: registry, repository, tag and digest, each as {@link parseReference} gives it. */
export function formatReference(reference: ImageReference): string {
  const tag = reference.tag === undefined ? '' : `:${reference.tag}`;
  const digest = reference.digest === undefined ? '' : `@${reference.digest}`;
  return `${reference.registry}/${reference.repository}${tag}${digest}`;
}

/** Whether container engines could take it for an image ID, whole or by its first digits. */
export function isImageId(text: string): boolean {
  return isDigest(text) || /^(?:sha256:)?[0-9a-f]{4,64}$/.test(text);
}

function refuseUrl(text: string): void {
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(text);
  if (scheme !== null && !text.includes('@')) throw invalid(text, `leave out ${scheme[0]}`);
}

function splitDigest(text: string): { readonly rest: string; readonly digest?: Digest } {
  const at = text.indexOf('@');
  if (at === -1) return { rest: text };
  const digest = text.slice(at + 1);
  // Credentials must not reach a log by way of the message.
  if (/[/@]/.test(digest)) throw new PratiqueError('REFERENCE_INVALID', 'credentials do not belong in a reference', credentialsHint);
  if (!isDigest(digest)) throw invalid(text, 'what follows @ is not a sha256 or sha512 digest');
  if (at === 0) throw invalid(text, 'it names no repository');
  return { rest: text.slice(0, at), digest };
}

const credentialsHint = { hint: 'log in with docker login, or give --username and --password-stdin' };

function parseRegistry(head: string, text: string): string {
  const host = head.toLowerCase();
  const match = /^(\[[0-9a-f:.]+\]|[^:[\]]+)(?::(\d{1,5}))?$/.exec(host);
  const [, name, port] = match ?? [];
  if (name === undefined) throw invalid(text, `${head} is not a registry's host and port`);
  const isValid = name.startsWith('[') || (name.length <= 253 && hostPattern.test(name));
  if (!isValid || !URL.canParse(`http://${name}/`)) throw invalid(text, `${name} is not a host name`);
  const number = port === undefined ? undefined : Number(port);
  if (number !== undefined && (number < 1 || number > 65_535)) throw invalid(text, `${port ?? ''} is not a port`);
  if (dockerHubNames.has(name) && (number ?? 443) === 443) return dockerHub;
  // The address as the connection will use it, so that no other spelling of an IP address is another registry to a policy.
  const { hostname } = new URL(`http://${name}/`);
  return number === undefined ? hostname : `${hostname}:${number}`;
}

function splitTag(rest: string, text: string): { readonly repository: string; readonly tag?: string } {
  const colon = rest.lastIndexOf(':');
  if (colon === -1 || colon < rest.lastIndexOf('/')) return { repository: rest };
  const tag = rest.slice(colon + 1);
  if (!tagPattern.test(tag)) throw invalid(text, tag === '' ? 'nothing follows the colon' : `${tag} is not a tag`);
  return { repository: rest.slice(0, colon), tag };
}

function checkRepository(repository: string, text: string): void {
  if (repository.length > maxRepositoryCharacters)
    throw invalid(text, `the repository is longer than ${maxRepositoryCharacters} characters`);
  if (/^library\/[0-9a-f]{64}$/.test(repository)) throw invalid(text, 'it is an image ID, which no registry can look up');
  if (/[A-Z]/.test(repository)) throw invalid(text, 'repository names must be lowercase');
  for (const component of repository.split('/')) {
    if (!componentPattern.test(component))
      throw invalid(text, component === '' ? 'a part is empty' : `${component} is not part of a repository`);
  }
}

function invalid(text: string, reason: string): PratiqueError {
  const shown = text.length > 120 ? `${text.slice(0, 120)}…` : text;
  return new PratiqueError('REFERENCE_INVALID', `${JSON.stringify(shown)} is not an image reference: ${reason}`);
}
