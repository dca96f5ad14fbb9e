import { toDigest } from '../../src/model/digest.ts';
import { type NotaryContext } from '../../src/trust/notary/notary-context.ts';
import { signTag } from '../../src/trust/notary/operation/sign-tag.ts';
import { openLabContext } from './notary-context.ts';

/**
 * A process of its own that signs one tag: URL, authority, trust directory, repository, tag, SHA-256, and when to kill itself: `before` or
 * `after` it publishes, some milliseconds into it, or not at all.
 */
const [url = '', authorityFile = '', trustDirectory = '', gun = '', tag = '', sha256 = '', moment = ''] = process.argv.slice(2);
const context = await openLabContext({ url, authorityFile, trustDirectory, gun });
const die = (): boolean => process.kill(process.pid, 'SIGKILL');
const publish: NotaryContext['remote']['publish'] = async (files, runtime) => {
  if (moment === 'before') die();
  if (/^\d/.test(moment)) setTimeout(die, Number(moment));
  const outcome = await context.remote.publish(files, runtime);
  if (moment === 'after') die();
  return outcome;
};
await signTag({ ...context, remote: { ...context.remote, publish } }, { tag, digest: toDigest('sha256', sha256), size: 1 });
await context[Symbol.asyncDispose]();
