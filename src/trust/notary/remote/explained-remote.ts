import { PratiqueError } from '../../../model/pratique-error.ts';
import { type MetadataRemote, type ServerKeys } from './metadata-remote.ts';

export interface RemoteExplanation {
  /** Appended to the message, in parentheses. */
  readonly note?: string;
  readonly hint: string;
}

/** The same remote; failures to reach it say why it was tried and what to do instead. */
export function explainedRemote(remote: MetadataRemote, explanation: RemoteExplanation | undefined): MetadataRemote {
  if (explanation === undefined) return remote;
  const explained = async <R>(asked: Promise<R>): Promise<R> => {
    try {
      return await asked;
    } catch (error) {
      throw explain(error, explanation);
    }
  };
  const keys = remote.serverKeys;
  const serverKeys: ServerKeys | undefined = keys && {
    get: (...asked) => explained(keys.get(...asked)),
    rotate: (...asked) => explained(keys.rotate(...asked)),
  };
  return {
    ...remote,
    ...(serverKeys === undefined ? {} : { serverKeys }),
    fetch: (...asked) => explained(remote.fetch(...asked)),
    publish: (...asked) => explained(remote.publish(...asked)),
    removeAll: (...asked) => explained(remote.removeAll(...asked)),
  };
}

/** Failures that another server would not have. */
const explainable = new Set<string>([
  'REGISTRY_UNREACHABLE',
  'REGISTRY_INSECURE',
  'REGISTRY_PROTOCOL',
  'REGISTRY_REFUSED',
  'REGISTRY_REDIRECT',
  'TARGET_NOT_FOUND',
]);

function explain(error: unknown, { note, hint }: RemoteExplanation): unknown {
  if (!(error instanceof PratiqueError) || !explainable.has(error.code)) return error;
  return new PratiqueError(error.code, note === undefined ? error.message : `${error.message} (${note})`, { cause: error, hint });
} // prettier-ignore
