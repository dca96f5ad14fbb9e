import { fstatSync, readFileSync, readlinkSync, statSync } from 'node:fs';

/** Shells by the name that the system has for their process. */
const shells: ReadonlySet<string> = new Set(['sh', 'bash', 'dash', 'zsh', 'ksh', 'mksh', 'fish', 'ash', 'busybox']);
const nullDevice = '/dev/null';

/**
 * Whether standard output was closed (`>&-`) when the program started. Node opens /dev/null, for reading and writing, in the place of a closed stream, so
 * that writing never fails. A shell's `> /dev/null` opens it for writing only; other programs that discard output may open it for both, and are not
 * doubted. Known on Linux only, elsewhere the answer is no.
 */
export function isOutputClosed(): boolean {
  try {
    const [own, discarding] = [fstatSync(1), statSync(nullDevice)];
    if (!own.isCharacterDevice() || own.rdev !== discarding.rdev) return false;
    const flags = /^flags:\s*([0-7]+)$/m.exec(readFileSync('/proc/self/fdinfo/1', 'utf8'))?.[1] ?? '0';
    const isReadAndWrite = (Number.parseInt(flags, 8) & 3) === 2;
    const parent = `/proc/${process.ppid}`;
    return isReadAndWrite && shells.has(readFileSync(`${parent}/comm`, 'utf8').trim()) && readTarget(`${parent}/fd/1`) !== nullDevice;
  } catch {
    return false;
  }
}

/** The parent's own output may be closed too. */
function readTarget(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return 'closed';
  }
}
