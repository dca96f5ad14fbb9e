import { statSync } from 'node:fs';
import { isExposed } from '../../lib/file/is-exposed.ts';
import { type Logger } from '../../model/runtime.ts';
import { exposedKeyWarning } from '../../trust/crypto/exposed-key-warning.ts';

/** Says that others can read a private key. Pipes and devices have no readers to warn about; a file that is missing is reported by whoever opens it. */
export function warnExposedKey(path: string, log: Pick<Logger, 'warn'>): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isFile() === true && isExposed(found.mode)) log.warn(exposedKeyWarning(path));
}
