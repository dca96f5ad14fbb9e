import { createHmac } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatMetrics } from '../../src/server/metrics/exposition.ts';
import { toCef } from '../../src/server/notify/channels/cef.ts';
import { formatSyslog } from '../../src/server/notify/channels/syslog.ts';
import { type Notice } from '../../src/server/notify/notice.ts';
import { hasDockerRegistry, startDockerRegistry } from '../support/docker-registry.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';
import { buildNpmDatabase, npmImage, pushImages } from './support/npm-image.ts';
import { describeOnBoth, startServer } from './support/running-server.ts';

interface Received {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  readonly notice: Notice;
}

/** A receiver that answers 500 to its first message. */
async function startReceiver(): Promise<AsyncDisposable & { readonly url: string; readonly received: Received[] }> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      received.push({ headers: request.headers, text, notice: JSON.parse(text) as Notice });
      response.statusCode = received.length === 1 ? 500 : 204;
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook?token=secret`,
    received,
    [Symbol.asyncDispose]: async () => {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
}

describeOnBoth('messages about what can be acted on', (place) => {
  it.skipIf(!hasDockerRegistry)('have the same members whatever caused them, come once, and are signed', async () => {
    using folder = temporaryFolder();
    const database = join(folder.path, 'db');
    await buildNpmDatabase(database, [{ id: 'GHSA-1', name: 'left', fixed: '2.0.0' }]);
    await using registry = await startDockerRegistry();
    await using receiver = await startReceiver();
    const syslog = createSocket('udp4');
    const lines: string[] = [];
    syslog.on('message', (bytes) => lines.push(bytes.toString()));
    await new Promise<void>((resolve) => syslog.bind(0, '127.0.0.1', resolve));
    await using server = await startServer({ database: await place(), scan: { database } });
    const made = await server.ask('POST', '/api/v1/receivers', { name: 'team', channel: 'webhook', target: receiver.url });
    await server.ask('POST', '/api/v1/receivers', {
      name: 'siem',
      channel: 'syslog',
      target: `syslog://127.0.0.1:${syslog.address().port}`,
      events: ['policy-broken'],
    });
    expect(JSON.stringify((await server.ask('GET', '/api/v1/receivers')).body)).not.toContain('secret');
    const scan = async (tag: string): Promise<void> => {
      await server.ended((await server.ask('POST', '/api/v1/images', { reference: `${registry.host}/team/app:${tag}` })).body.job);
    };
    const [bad, good] = [npmImage(['left@1.0.0']), npmImage(['right@1.0.0'])];
    await pushImages(registry, 'team/app:bad', bad);
    await pushImages(registry, 'team/app:good', good);
    await scan('bad');
    await scan('bad');
    await scan('good');
    await until('the first message arrived on its second attempt', () => receiver.received.length >= 2);
    await buildNpmDatabase(database, [{ id: 'GHSA-1', name: 'left', fixed: '2.0.0' }, { id: 'GHSA-2', name: 'right', fixed: '2.0.0' }]); // prettier-ignore
    await server.ask('POST', '/api/v1/advisories/update');
    await until('the change of advisories is told', () => receiver.received.length >= 4);
    const [first, again, ...rest] = receiver.received;
    expect(again!.notice).toEqual(first!.notice);
    const broken = rest.find(({ notice }) => notice.event === 'policy-broken')!.notice;
    const introduced = rest.find(({ notice }) => notice.event === 'finding-introduced')!.notice;
    expect(rest).toHaveLength(2);
    expect(introduced).toMatchObject({
      trigger: 'advisories',
      images: 1,
      findings: [{ id: 'CVE-2026-10002', severity: 'critical', package: 'right', version: '1.0.0', fixedVersion: '2.0.0' }],
    });
    expect(first!.notice).toMatchObject({
      event: 'policy-broken',
      trigger: 'person',
      project: 'default',
      image: { digest: bad.manifestDigest, tags: [`${registry.host}/team/app:bad`], counts: { critical: 1, urgent: 1 } },
      statements: ['1 finding of severity critical or high with a fix'],
      findings: [{ id: 'CVE-2026-10001', package: 'left' }],
    });
    expect(broken).toMatchObject({
      trigger: 'advisories',
      image: { digest: good.manifestDigest, counts: { critical: 1, urgent: 1 } },
      statements: first!.notice.statements,
    });
    expect(Object.keys(broken)).toEqual(Object.keys(first!.notice));
    for (const { headers, text, notice } of receiver.received) {
      const [, seconds, signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['pratique-signature'])) ?? [];
      expect(signature).toBe(createHmac('sha256', made.body.secret).update(`${seconds}.${text}`).digest('hex'));
      expect(headers['pratique-delivery']).toBe(notice.id);
    }
    await until('the SIEM knows of both', () => lines.length >= 2);
    expect(lines[0]).toMatch(
      /^<108>1 \S+Z \S+ pratique - policy-broken \[pratique@32473 id="event-\d+" project="default"\] \ufeff.* fails its policy$/,
    );
    syslog.close();
    const metrics = (await server.ask('GET', '/metrics')).body as string;
    expect(metrics).toContain('pratique_images{project="default",verdict="fail"} 2\n');
    expect(metrics).toContain('pratique_findings{project="default",severity="critical"} 2\n');
    expect(metrics).toContain('pratique_collector_failed{collector="findings"} 0\n');
    const series = metrics.split('\n').filter((line) => line !== '' && !line.startsWith('#')).map((line) => line.slice(0, line.lastIndexOf(' '))); // prettier-ignore
    expect(new Set(series).size).toBe(series.length);
  });
});

describe('hostile names', () => {
  const notice: Notice = {
    id: 'event-1',
    event: 'policy-broken',
    at: '2026-12-01T00:00:00.000Z',
    project: 'a"b]\\',
    trigger: 'push',
    title: 'x|y\nz=1 \u001b[31m',
    findings: [],
  };

  it('cannot add a line or a field to syslog and CEF', () => {
    const line = formatSyslog(notice, toCef(notice));
    expect(line).not.toMatch(/[\0-\x1f]/);
    expect(line).toContain('project="a\\"b\\]\\\\"');
    expect(toCef({ ...notice, project: 'p=1\nq' })).toContain(
      '|x\\|y z=1 \u001b[31m|7|externalId=event-1 rt=1796083200000 cs1Label=project cs1=p\\=1\\nq ',
    );
  });

  it('are escaped in labels, and a series that comes twice is written once', () => {
    const sample = { labels: { project: 'a"b\\c\nd' }, value: 1 };
    expect(formatMetrics([{ name: 'm', help: 'Help.', type: 'gauge', samples: [sample, { ...sample, value: 2 }] }])).toBe(
      '# HELP m Help.\n# TYPE m gauge\nm{project="a\\"b\\\\c\\nd"} 1\n',
    );
  });
});
