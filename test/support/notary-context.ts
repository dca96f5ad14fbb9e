import { join } from 'node:path';
import { type Runtime } from '../../src/model/runtime.ts';
import { quickRuntime } from './quick-runtime.ts';
import { parseGun } from '../../src/trust/notary/gun.ts';
import { type Passphrases } from '../../src/trust/notary/key/passphrases.ts';
import { type NotaryContext } from '../../src/trust/notary/notary-context.ts';
import { openNotaryContext } from '../../src/trust/notary/open-notary-context.ts';
import { openHttpRemote } from '../../src/trust/notary/remote/http-remote.ts';
import { type RootPins } from '../../src/trust/tuf/root-pins.ts';
import { passphrases } from './notary-lab.ts';

/** As the reference clients take them from the environment. */
export const testPassphrases: Passphrases = ({ role }) =>
  Promise.resolve(role === 'root' || role === 'targets' || role === 'snapshot' ? passphrases[role] : passphrases.delegation);

export const firstUse: RootPins = { certificates: new Map(), authorities: new Map(), allowFirstUse: true };

export interface LabContextOptions {
  readonly gun: string;
  readonly url: string;
  readonly authorityFile: string;
  readonly trustDirectory: string;
  readonly pins?: RootPins;
  readonly isOfflineAllowed?: boolean;
  readonly runtime?: Runtime;
}

/** Our client against a lab's server; ends with its holder. */
export async function openLabContext(options: LabContextOptions): Promise<NotaryContext & AsyncDisposable> {
  const gun = parseGun(options.gun);
  const remote = await openHttpRemote(gun, { server: options.url, caFile: options.authorityFile });
  const { trustDirectory, pins = firstUse, isOfflineAllowed = false, runtime = quickRuntime() } = options;
  const context = openNotaryContext({ gun, remote, trustDirectory, passphrases: testPassphrases, pins, isOfflineAllowed }, runtime);
  return { ...context, [Symbol.asyncDispose]: () => remote[Symbol.asyncDispose]() };
}

/** Docker's trust directory in a home folder. */
export function dockerTrustDirectory(home: string): string {
  return join(home, '.docker/trust');
}
