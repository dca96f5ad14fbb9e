import { join } from 'node:path';
import { readProxySettings } from '../../config/read-proxy-settings.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { VerificationError } from '../../model/trust/verification-error.ts';
import { publicGoodInstance } from '../../trust/sigstore/refresh/public-good-instance.ts';
import { refreshTrustedRoot } from '../../trust/sigstore/refresh/refresh-trusted-root.ts';
import { optionValue, type CommandContext, type CommandInput } from '../command.ts';
import { readBoundedFile } from '../terminal/read-bounded-file.ts';

/** 0 when the root is up to date, 1 when the mirror's metadata are refused. */
export async function runTrustRootUpdate(input: CommandInput, { output, runtime, cacheDirectory }: CommandContext): Promise<number> {
  const root = optionValue(input, 'root');
  const caFile = optionValue(input, 'ca-file');
  try {
    const refreshed = await refreshTrustedRoot(
      {
        mirror: readMirror(optionValue(input, 'mirror')),
        directory: join(cacheDirectory, 'sigstore'),
        proxy: readProxySettings(),
        ...(root === undefined ? {} : { initialRoot: readBoundedFile(root, limits.trustedRootBytes, '--root') }),
        ...(caFile === undefined ? {} : { certificateAuthorities: readBoundedFile(caFile, 1024 * 1024, '--ca-file').toString('utf8') }),
      },
      runtime,
    );
    await output.write([`${refreshed.trustedRoot}\n`]);
    output.note(`pratique: ${refreshed.isChanged ? 'updated' : 'up to date'} (TUF root version ${refreshed.rootVersion})`);
    return 0;
  } catch (error) {
    if (!(error instanceof VerificationError)) throw error;
    output.warn(`pratique: ${error.message} (${error.code}); the trusted root kept before stays in use`);
    return 1;
  }
}

function readMirror(text: string | undefined): URL {
  if (text === undefined) return publicGoodInstance.mirror;
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return new URL(text);
  throw new PratiqueError('USAGE', `--mirror: ${JSON.stringify(text.slice(0, 120))} is not an http(s) URL`, {
    hint: 'such as https://tuf-repo-cdn.sigstore.dev',
  });
}
