import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { readTrustFile } from '../directory/read-trust-file.ts';
import { isMissing, toTrustFileError } from '../directory/trust-file-error.ts';

/** PEM texts for connections to one server. */
export interface TlsFiles {
  readonly certificateAuthorities?: string;
  readonly clientCertificate?: { readonly certificate: string; readonly key: string };
}

interface TlsFileOptions {
  readonly caFile?: string;
  readonly tlsDirectory?: string;
  readonly clientCertificateFile?: string;
  readonly clientKeyFile?: string;
}

/**
 * Files that are named, and of the server's folder as Docker reads it: every `*.crt` is an authority, `X.cert` with `X.key` the
 * client's own pair. Throws CONFIG_INVALID.
 */
export async function readTlsFiles(host: string, options: TlsFileOptions): Promise<TlsFiles> {
  const folder = options.tlsDirectory === undefined ? undefined : join(options.tlsDirectory, host);
  const names = folder === undefined ? [] : await listNames(folder);
  const inFolder = (name: string | undefined): string | undefined =>
    folder === undefined || name === undefined ? undefined : join(folder, name);
  const authorities = [options.caFile, ...names.filter((name) => name.endsWith('.crt')).map(inFolder)].filter((path) => path !== undefined);
  const certificateName = names.find((name) => name.endsWith('.cert'));
  const certificateFile = options.clientCertificateFile ?? inFolder(certificateName);
  const keyFile = options.clientKeyFile ?? inFolder(certificateName?.replace(/\.cert$/, '.key'));
  const texts = await Promise.all(authorities.map((path) => readPemFile(path, 'CERTIFICATE')));
  const hasPair = certificateFile !== undefined && keyFile !== undefined;
  return {
    ...(texts.length === 0 ? {} : { certificateAuthorities: texts.join('\n') }),
    ...(hasPair
      ? {
          clientCertificate: {
            certificate: await readPemFile(certificateFile, 'CERTIFICATE'),
            key: await readPemFile(keyFile, 'PRIVATE KEY'),
          },
        }
      : {}),
  };
}

async function listNames(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw toTrustFileError(error, folder, 'cannot be listed');
  }
}

async function readPemFile(path: string, label: string): Promise<string> {
  const text = (await readTrustFile(path, limits.configurationBytes))?.bytes.toString('latin1');
  if (text === undefined) throw new PratiqueError('CONFIG_INVALID', `there is no file ${path}`);
  if (!text.includes(`${label}-----`)) throw new PratiqueError('CONFIG_INVALID', `${path} holds no PEM ${label.toLowerCase()}`);
  return text;
}
