/** `12 kB`, `3.4 MB`, `1.2 GB`: as `docker image ls` counts. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  const unit = bytes < 1e6 ? 1e3 : bytes < 1e9 ? 1e6 : 1e9;
  const amount = bytes / unit;
  return `${amount < 10 && unit > 1e3 ? amount.toFixed(1) : Math.round(amount)} ${unit === 1e3 ? 'kB' : unit === 1e6 ? 'MB' : 'GB'}`;
}
