/** Whether the permission bits of a file let users other than its owner read or write it; Windows has none. */
export function isExposed(mode: number): boolean {
  return process.platform !== 'win32' && (mode & 0o077) !== 0;
}
