import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRegistryClient } from '../../src/oci/registry/registry-client.ts';
import { limits } from '../../src/model/limits.ts';
import { quietRuntime } from '../../src/model/runtime.ts';
import { type Fault, startFakeRegistry } from '../support/fake-registry.ts';
import { makeSmallImage, type SmallImage } from '../support/small-image.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = temporaryFolder();
let image: SmallImage;
beforeAll(async () => {
  image = await makeSmallImage({ layerSizes: [10] });
});
afterAll(() => folder[Symbol.dispose]());

interface Outcome {
  readonly result: string;
  readonly warnings: readonly unknown[];
}

/** Reads a manifest with a `config.json` of the given text. */
async function read(name: string, config: string, fault: Fault): Promise<Outcome> {
  const directory = join(folder.path, name);
  mkdirSync(directory);
  writeFileSync(join(directory, 'config.json'), config);
  await using registry = await startFakeRegistry({ image, fault });
  await using client = await createRegistryClient(registry.host, { limits, dockerConfigDirectory: directory });
  const warnings: unknown[] = [];
  const silent = (): void => undefined;
  const log = {
    debug: silent,
    info: silent,
    notice: silent,
    warn: (message: string, fields?: object) => void warnings.push([message, fields]),
  };
  const tidy = (text: string): string => text.replaceAll(registry.host, 'HOST').replaceAll(directory, 'DIRECTORY');
  const result = await client.readManifest('team/app', '1', quietRuntime({ log })).then(
    ({ digest }) => digest,
    (error: unknown) => {
      const { code, message, hint } = error as { code: string; message: string; hint: string };
      return tidy(`${code}: ${message}; try: ${hint}`);
    },
  );
  return { result, warnings: JSON.parse(tidy(JSON.stringify(warnings))) as unknown[] };
}

/** A registry that gives a token to anybody, as Docker Hub does for public images. */
const withAnonymousTokens: Fault = (request, response, { origin }) => {
  if (request.url === '/v2/' || request.headers.authorization === 'Bearer anonymous') return false;
  if (request.url?.startsWith('/token') === true) response.writeHead(200).end('{"token":"anonymous"}');
  else response.writeHead(401, { 'www-authenticate': `Bearer realm="${origin}/token",service="s"` }).end();
  return true;
};

function refusing(fields: Readonly<Record<string, string | string[]>>, body = ''): Fault {
  return (request, response) => {
    if (request.url === '/v2/') return false;
    response.writeHead(401, fields).end(body);
    return true;
  };
}

const said = '{"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}';
const helperWarning =
  'continuing without a credential helper that cannot be used (install or repair it, remove its entry, pass --username and --password-stdin, or set DOCKER_CONFIG)';

describe('where anonymous access works', () => {
  it.each(['', '{}'])('a config.json with the text %j has no credentials', async (config) => {
    const { result, warnings } = await read(`empty-${config.length}`, config, withAnonymousTokens);
    expect([result, warnings]).toEqual([image.manifestDigest, []]);
  });

  it.each([
    ['store', '{"credsStore":"not-installed"}', 'credsStore'],
    ['helper', `{"credHelpers":{"*":"not-installed"},"credsStore":"not-installed"}`, 'credsStore'],
  ])('a missing credential %s is a warning', async (name, config, entry) => {
    const { result, warnings } = await read(`missing-${name}`, config, withAnonymousTokens);
    expect(result).toBe(image.manifestDigest);
    expect(warnings).toEqual([
      [
        helperWarning,
        { helper: 'docker-credential-not-installed', reason: 'is not installed', entry: `${entry} in DIRECTORY/config.json` },
      ],
    ]);
  });
});

describe('where the registry refuses', () => {
  it('names the missing helper and the file', async () => {
    const { result } = await read('refused', '{"credsStore":"not-installed"}', refusing({ 'www-authenticate': 'Basic realm="x"' }, said));
    expect(result).toBe(
      'REGISTRY_UNAUTHORIZED: HOST/team/app:1: HOST answered 401 Unauthorized: UNAUTHORIZED: authentication required; it requires a user name and password ' +
        '(no credentials in docker-credential-not-installed (is not installed), DIRECTORY/config.json; challenge: Basic realm="x"); ' +
        'try: log in with docker login, or give --username and --password-stdin',
    );
  });

  it.each<[string, string | string[], string]>([
    ['negotiate', 'Negotiate', 'Negotiate'],
    ['ntlm', ['Negotiate', 'NTLM'], 'Negotiate, NTLM'],
    ['digest', 'Digest realm="x", nonce="y"', 'Digest'],
    ['amazon', 'AWS4-HMAC-SHA256 a="b"', 'AWS4-HMAC-SHA256'],
  ])('names a scheme that is not supported: %s', async (name, field, scheme) => {
    const { result } = await read(name, '{}', refusing({ 'www-authenticate': field }, said));
    expect(result).toBe(
      `REGISTRY_UNAUTHORIZED: HOST/team/app:1: HOST answered 401 Unauthorized: UNAUTHORIZED: authentication required; it requires ${scheme} authentication, ` +
        'which is not supported (Basic and Bearer are); try: ask the administrator of the registry for Basic or token authentication, or copy the image to another registry or an archive',
    );
  });

  it('reports a missing challenge', async () => {
    const { result } = await read('none', '{}', refusing({}, 'Unauthorized'));
    expect(result).toBe(
      'REGISTRY_UNAUTHORIZED: HOST/team/app:1: HOST answered 401 Unauthorized: "Unauthorized"; it names no authentication scheme ' +
        '(no WWW-Authenticate header); try: check the host name, and the proxy in front of the registry',
    );
  });

  it('quotes the token server', async () => {
    const fault: Fault = (request, response, { origin }) => {
      if (request.url === '/v2/') return false;
      if (request.url?.startsWith('/token') === true) response.writeHead(401).end('{"details":"incorrect username or password"}');
      else response.writeHead(401, { 'www-authenticate': `Bearer realm="${origin}/token",service="s"` }).end();
      return true;
    };
    const { result } = await read('token', `{"auths":{"x":{}}}`, fault);
    expect(result).toContain(
      '; its token server HOST answered 401: incorrect username or password (no credentials in DIRECTORY/config.json; ',
    );
  });
});
