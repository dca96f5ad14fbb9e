/** Milliseconds of processor time that this process takes for some work. Unlike wall time it hardly depends on what else the machine does. */
export function processorMs(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
