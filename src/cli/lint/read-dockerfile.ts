import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describeSystemError } from '../../lib/file/describe-system-error.ts';
import { systemCodeOf } from '../../lib/file/system-code-of.ts';
import { readAtMost } from '../../lib/file/read-at-most.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';

/** The text of a file, of the Dockerfile or Compose file in a directory, or of standard input. Throws TARGET_NOT_FOUND, TARGET_UNREADABLE and USAGE. */
export async function readDockerfile(file: string): Promise<{ readonly path: string; readonly text: string }> {
  if (file === '-') return { path: '-', text: decode(await readStandardInput(), '-') };
  const path = isDirectory(file) ? fileIn(file) : file;
  let bytes: Buffer | undefined;
  try {
    bytes = readAtMost(path, limits.dockerfileBytes);
  } catch (cause) {
    throw new PratiqueError(
      systemCodeOf(cause) === 'ENOENT' ? 'TARGET_NOT_FOUND' : 'TARGET_UNREADABLE',
      `${path} cannot be read: ${describeSystemError(cause)}`,
      { cause, hint: 'check the path' },
    );
  }
  if (bytes === undefined) throw tooLong(path);
  return { path, text: decode(bytes, path) };
}

/** What builders and Compose look for, in this order. */
const namesInDirectory = [
  'Dockerfile',
  'Containerfile',
  'compose.yaml',
  'compose.yml',
  'docker-compose.yaml',
  'docker-compose.yml',
] as const;

/** Throws TARGET_NOT_FOUND. */
function fileIn(folder: string): string {
  const name = namesInDirectory.find((each) => existsSync(join(folder, each)));
  if (name !== undefined) return join(folder, name);
  throw new PratiqueError('TARGET_NOT_FOUND', `${folder} has no Dockerfile, no Compose file and no Helm chart`, {
    hint: 'name the files: pratique lint deploy/*.yaml',
  });
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

async function readStandardInput(): Promise<Buffer> {
  if (process.stdin.isTTY) throw new PratiqueError('USAGE', 'standard input (-) is a terminal', { hint: 'pratique lint - < Dockerfile' });
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limits.dockerfileBytes) throw tooLong('standard input');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

/** Other encodings than UTF-8 are read by no builder. */
function decode(bytes: Buffer, path: string): string {
  if (bytes.includes(0))
    throw new PratiqueError('TARGET_UNREADABLE', `${path} is not a text file: it has a zero byte`, { hint: 'give a Dockerfile' });
  return bytes.toString('utf8');
}

function tooLong(path: string): PratiqueError {
  return new PratiqueError('TARGET_UNREADABLE', `${path} has more than ${limits.dockerfileBytes} bytes`, {
    hint: 'check that this is a Dockerfile',
  });
}
