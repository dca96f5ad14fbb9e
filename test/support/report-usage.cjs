/** Preloaded into a child under test, and small: writes what the child took, where the test asked for it. */
const { readFileSync, writeFileSync } = require('node:fs');

const file = process.env.PRATIQUE_TEST_USAGE;

// Threads of the child are preloaded as well, and some have no environment. The main thread ends last.
if (file !== undefined)
  process.on('exit', () => {
    // Of this program alone: what getrusage says includes the parent's memory at the moment of the fork.
    const peakKb = Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
    // Of all threads. It hardly depends on what else the machine does.
    const { user, system } = process.cpuUsage();
    writeFileSync(file, JSON.stringify({ peakMemoryMb: peakKb / 1024, processorMs: (user + system) / 1000 }));
  });
