import { TarParser } from '../../lib/tar/tar-parser.ts';
import { limits } from '../../model/limits.ts';
import { tarLimits } from '../../model/tar-limits.ts';
import { HostUnreadable } from '../host.ts';

/** The text of the one file in the archive that the engine sends of it; Docker Engine API, ContainerArchive. */
export function readPasswdArchive(archive: Uint8Array): string {
  const chunks: Buffer[] = [];
  const ends: boolean[] = [];
  const parser = new TarParser(
    {
      entry: ({ type, size }) =>
        type !== 'file' || size > limits.auditFileBytes
          ? undefined
          : { write: (chunk) => void chunks.push(Buffer.from(chunk)), end: (isComplete) => void ends.push(isComplete) },
      fault: () => undefined,
    },
    { ...tarLimits, entries: 4 },
  );
  parser.push(Buffer.from(archive));
  parser.end();
  if (ends[0] !== true) throw new HostUnreadable('its /etc/passwd could not be read');
  return Buffer.concat(chunks).toString('utf8');
}
