import { createSecureContext, type SecureContext } from 'node:tls';
import { readSmallFile } from '../../lib/file/read-small-file.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type EngineTls } from './engine-endpoint.ts';

/**
 * Reads the files of a TLS endpoint. Where the daemon is verified, the certificate authority must be there; the client's own certificate and
 * key may both be missing; docker/cli, cli/flags. Throws CONFIG_INVALID.
 */
export async function readCertificates({ ca, certificate, key, isVerified }: EngineTls): Promise<SecureContext> {
  const [authority, own, secret] = await Promise.all([ca, certificate, key].map(readPem));
  if (isVerified && ca !== undefined && authority === undefined) throw missing(ca);
  if (own !== undefined && secret === undefined) throw missing(key ?? 'key.pem');
  if (own === undefined && secret !== undefined) throw missing(certificate ?? 'cert.pem');
  try {
    return createSecureContext({
      ...(authority === undefined ? {} : { ca: authority }),
      ...(own === undefined ? {} : { cert: own }),
      ...(secret === undefined ? {} : { key: secret }),
    });
  } catch (cause) {
    throw new PratiqueError('CONFIG_INVALID', `${certificate} and ${key} are not a certificate and its key in PEM`, { cause });
  }
}

async function readPem(path: string | undefined): Promise<Buffer | undefined> {
  if (path === undefined) return undefined;
  const file = await readSmallFile(path, { maxBytes: limits.engineCertificateBytes }).catch((cause: unknown) => {
    throw new PratiqueError('CONFIG_INVALID', `${path} cannot be read`, { cause });
  });
  if (file.kind === 'content') return file.bytes;
  if (file.kind === 'missing') return undefined;
  throw new PratiqueError('CONFIG_INVALID', `${path} is ${file.kind}`);
}

function missing(path: string): PratiqueError {
  return new PratiqueError('CONFIG_INVALID', `${path} does not exist`, {
    hint: 'set DOCKER_CERT_PATH to the directory with ca.pem, cert.pem and key.pem',
  });
}
