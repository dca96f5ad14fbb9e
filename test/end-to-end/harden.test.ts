import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { afterAll, describe, expect, it } from 'vitest';
import { readProject } from '../../src/check/compose/compose-project.ts';
import { hardenProject } from '../../src/harden/compose/harden-project.ts';
import { type ServiceImage } from '../../src/harden/compose/harden-service.ts';
import { readServiceStart } from '../../src/harden/compose/service-start.ts';
import { findStartup } from '../../src/harden/compose/started-programs.ts';
import { writeOverride } from '../../src/harden/compose/write-override.ts';
import { parsePlatform } from '../../src/model/platform.ts';
import { quietRuntime } from '../../src/model/runtime.ts';
import { readImageFiles } from '../../src/scan/read-image-files.ts';
import { buildImage, dockerArchive } from '../support/image-builder.ts';
import { paxRecord, tarOf, type TarPart } from '../support/tar-builder.ts';

const folder = mkdtempSync(join(tmpdir(), 'pratique-harden-'));
afterAll(() => rmSync(folder, { recursive: true }));

const program = (name: string, content: Buffer | string = '\u007fELF'): TarPart => ({ name, content, mode: 0o755 });
const directory = (name: string, uid = 0): TarPart => ({ name: `${name}/`, type: '5', mode: 0o755, uid });

/** An image of these files, through a real archive. */
async function imageOf(config: Readonly<Record<string, unknown>>, ...parts: readonly TarPart[]): Promise<ServiceImage> {
  const file = join(folder, 'image.tar');
  writeFileSync(file, dockerArchive(buildImage({ config, layers: [{ files: tarOf(...parts) }] })));
  return readImageFiles(
    file,
    {
      open: { platform: parsePlatform('linux/amd64') },
      maxFileBytes: 8 * 1024 * 1024,
      want: (tree, { entrypoint, cmd, env }) => ['etc/passwd', ...findStartup(tree, [...entrypoint, ...cmd], env).unread],
    },
    quietRuntime(),
  );
}

const limits = { memory: '512m', cpus: '1.0', processes: 256 };

function harden(compose: string, image: ServiceImage | string): { readonly text: string; readonly service: Readonly<Record<string, unknown>> } {
  const project = readProject('compose.yaml', compose, () => undefined);
  const images = new Map(project.services.map(({ name }) => [name, image]));
  const text = [...writeOverride(hardenProject(project, images, { limits, services: [] }), ['compose.yaml'], 'o.yaml')].join('');
  const { services } = parse(text, { logLevel: 'silent' }) as { readonly services: Readonly<Record<string, Readonly<Record<string, unknown>>>> };
  return { text, service: services['web'] ?? {} };
} // prettier-ignore

const web = 'services:\n  web:\n    image: a:1\n    ports: ["8080:80"]\n';

describe('a hardened service', () => {
  it('keeps the capabilities of a start script that changes users, and folders of its user', async () => {
    const script = '#!/bin/sh\n# setpriv in a comment\nchown -R app /var/cache/app\nexec gosu app server "$@"\n';
    const parts = [program('entry.sh', script), directory('var/cache/app', 100), directory('var/cache/apt', 0), { name: 'etc/passwd', content: 'root:x:0:0::/:\napp:x:100:100::/:\n' }, directory('run')];
    const { service, text } = harden(web, await imageOf({ Entrypoint: ['/entry.sh'] }, ...parts));
    expect(service).toEqual({
      cap_drop: ['ALL'],
      cap_add: ['SETUID', 'SETGID', 'CHOWN', 'DAC_READ_SEARCH', 'NET_BIND_SERVICE'],
      security_opt: ['no-new-privileges:true'],
      read_only: true,
      tmpfs: ['/tmp:size=64m,mode=1777', '/run:size=64m,mode=1777', '/var/cache/app:size=64m,mode=1777'],
      pids_limit: 256,
      mem_limit: '512m',
      cpus: '1.0',
    });
    expect(text).toContain('- CHOWN # its start script gives files to another user');
  }); // prettier-ignore

  it.skipIf(!existsSync('/usr/bin/su'))('keeps the capabilities of functions that its program imports', async () => {
    const image = await imageOf({ Cmd: ['daemon'] }, program('usr/sbin/daemon', readFileSync('/usr/bin/su')));
    const { service, text } = harden('services:\n  web: {image: a:1}\n', image);
    expect(service['cap_add']).toEqual(expect.arrayContaining(['SETGID', 'SETUID']));
    expect(text).toMatch(/SETGID # daemon changes to another group \(it calls \w+\)/);
  });

  it('runs as another user where nothing needs root, and as itself where a volume is written to', async () => {
    const image = await imageOf({ Cmd: ['python3', 'app.py'] }, program('usr/bin/python3'), { name: 'etc/passwd', content: 'root:x:0:0::/:\nnode:x:1000:1000::/:\n' }); // prettier-ignore
    expect(harden(web, image).service).toMatchObject({ user: '1000:1000', cap_add: ['NET_BIND_SERVICE'] });
    expect(harden(`${web}    volumes: ["data:/data"]\n`, image).service).not.toHaveProperty('user');
  });

  it('adds the capabilities of the file of its program, without which it does not start', async () => {
    const attribute = Buffer.from('0100000200040000000000000000000000000000', 'hex');
    const value = attribute.toString('latin1');
    const pax: TarPart = { name: 'PaxHeaders/x', type: 'x', content: paxRecord('SCHILY.xattr.security.capability', value) };
    const image = await imageOf({ User: '1000', Cmd: ['caddy'] }, pax, program('usr/bin/caddy'));
    expect(harden('services:\n  web: {image: a:1}\n', image).text).toContain(
      '- NET_BIND_SERVICE # the file caddy has this capability, and does not start without',
    );
  });

  it('leaves no-new-privileges out where it starts a setuid program, and says so', async () => {
    const image = await imageOf({ User: '1000', Cmd: ['sudo', 'x'] }, { ...program('usr/bin/sudo'), mode: 0o4755 });
    const { service, text } = harden('services:\n  web: {image: a:1}\n', image);
    expect(service).not.toHaveProperty('security_opt');
    expect(text).toContain('# no-new-privileges is left out: it starts sudo, which is setuid');
  });

  it('leaves what the file says already', async () => {
    const said = 'services:\n  web:\n    image: a:1\n    cap_drop: [ALL]\n    read_only: true\n    security_opt: [no-new-privileges]\n    user: "5"\n    pids_limit: 5\n    mem_limit: 5m\n    cpus: 1\n'; // prettier-ignore
    expect(harden(said, await imageOf({ Cmd: ['a'] }, program('usr/bin/a'))).service).toEqual({});
  });

  it('moves secrets into files where the start script reads them, and says so where it does not', async () => {
    const script = "#!/bin/bash\nfile_env 'DB_PASSWORD'\nexec server\n";
    const image = await imageOf({ User: '1000', Entrypoint: ['/entry.sh'] }, program('entry.sh', script));
    const { text, service } = harden('services:\n  web:\n    image: a:1\n    environment: {DB_PASSWORD: Tq9vL2mxR7w4Kd, API_TOKEN: a8f5f167f44f4964}\n', image); // prettier-ignore
    expect(service).toMatchObject({ environment: { DB_PASSWORD: 'null', DB_PASSWORD_FILE: '/run/secrets/web_db_password' }, secrets: ['web_db_password'] }); // prettier-ignore
    expect(text).toContain('secrets:\n  web_db_password:\n    file: ./secrets/web_db_password\n');
    expect(text).toContain('# API_TOKEN stays a variable: no start script of the image reads API_TOKEN_FILE');
    expect(text).not.toContain('Tq9vL2mxR7w4Kd');
  });

  it('is left alone where its image could not be read', () => {
    const { text, service } = harden(web, 'no such file');
    expect(service).toEqual({});
    expect(text).toContain('# left alone: no such file');
  });

  it('keeps hostile names on their line', async () => {
    const image = await imageOf({ Cmd: ['a'] }, program('usr/bin/a'));
    const hostile = { ...image, name: 'a\n    privileged: true\u001b[31m' };
    expect(harden(web, hostile).service).not.toHaveProperty('privileged');
  });
});

it('makes networks internal that need no way out, and keeps one for who may need it', () => {
  const text = 'services:\n  api: {image: a:1, networks: [front, back]}\n  db: {image: "postgres:16", networks: [back]}\n  web: {image: a:1, ports: ["80:80"], networks: [front]}\nnetworks: {front: {}, back: {}}\n'; // prettier-ignore
  const project = readProject('compose.yaml', text, () => undefined);
  expect(hardenProject(project, new Map(), { limits, services: [] }).internalNetworks).toEqual([
    { name: 'back', reason: 'db needs no way out' },
  ]);
  expect(readServiceStart(project.services[1]!, project).image).toBe('postgres:16');
});
