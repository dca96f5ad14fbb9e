/**
 * Numbers of the catalogue (catalogue-numbers.ts) without a test, and why. Update this list when a test is added or removed;
 * test/hostile/coverage.test.ts compares the two.
 */
export const uncovered: Readonly<Record<number, string>> = {
  45: 'a layer is inflated once (44) and archives inside it are not opened yet, so nothing can decompress into itself',
  63: 'packages as files (.deb, .rpm, .apk) are not opened yet; only what is installed is catalogued',
  65: 'threads share the process: a crash of native code ends the scan; a thread that dies alone is tested in test/end-to-end/dead-thread.test.ts',
  129: 'the last part of a path is opened without following links and its type checked again, but Node has no openat, so a directory swapped for a link meanwhile is followed',
  145: 'pacman, portage, opkg, conda, nix, snap and flatpak are not catalogued yet',
  228: 'mirrors are not configured yet; a reference with a digest is held to it (96, 101)',
  249: 'no source is a git repository',
  250: 'no source that is read yet signs its feed',
  251: 'sources are not compared with each other yet; a mass of new "fixed in" passes',
  253: 'databases are not published as signed targets yet; the date of the build is in every report',
  263: 'databases are not signed yet',
  266: 'test/trust/notary/attack.test.ts has it, 30 seconds a run, in npm run test:slow',
  305: 'no Notary server is run by us',
  312: 'subjects are exact and extensions can be asked for (311, 313), which refuses it; no test plays the workflow of a fork',
  321: 'certificates of a chain must be valid at the time of signing (318); a chain without a log and with an expired intermediate was not made',
  339: 'plugins are never run: a signature that needs one is refused',
};
