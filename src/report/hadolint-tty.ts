import { type Reporter } from './reporter.ts';

/** A defect a line, as hadolint prints it. */
export const hadolintTtyReporter: Reporter = {
  format: 'hadolint-tty',
  title: 'a defect a line, as hadolint prints it',
  mediaType: 'text/plain; charset=utf-8',
  extensions: [],
  load: async () => (await import('./hadolint/write-hadolint-tty.ts')).writeHadolintTty,
};
