import { open } from 'node:fs/promises';
import { PratiqueError } from '../../model/pratique-error.ts';

/** A file of a layout named `name`. What it grows by while it is read is left out, and a digest tells. Throws TARGET_NOT_FOUND and DOCUMENT_TOO_LARGE. */
export async function readFileAtMost(path: string, name: string, maxBytes: number): Promise<Uint8Array> {
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw new PratiqueError('TARGET_NOT_FOUND', `${name}: ${path} cannot be read`, { cause });
  });
  try {
    const { size } = await file.stat();
    if (size > maxBytes) throw new PratiqueError('DOCUMENT_TOO_LARGE', `${path} has ${size} bytes, more than ${maxBytes}`);
    const bytes = Buffer.alloc(size);
    const { bytesRead } = await file.read(bytes, 0, size, 0);
    return bytes.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
