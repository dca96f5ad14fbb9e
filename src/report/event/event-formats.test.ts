import { describe, expect, it } from 'vitest';
import { type SecurityEvent } from '../../model/security-event.ts';
import { encodeCef } from './encode-cef.ts';
import { encodeEcs } from './encode-ecs.ts';
import { encodeJson } from './encode-json.ts';
import { encodeOcsf } from './encode-ocsf.ts';
import { formatSyslog } from '../../lib/syslog/format-syslog.ts';

const started: SecurityEvent = {
  id: 'e1',
  time: new Date('2026-12-01T10:00:00.000Z'),
  kind: 'activity',
  name: 'container.start',
  title: 'container start',
  message: 'container web: start',
  severity: 'informational',
  outcome: 'success',
  host: 'unix:///run/docker.sock',
  container: { id: 'c1', name: 'web', image: 'example.org:5000/shop/web:1.4' },
  attributes: new Map([['com.example.team', 'shop']]),
};
const flaw: SecurityEvent = {
  ...started,
  id: 'f1',
  kind: 'vulnerability',
  name: 'CVE-2021-44906',
  title: 'Prototype pollution',
  message: 'minimist 1.2.0: Prototype pollution (CVE-2021-44906)',
  severity: 'critical',
  flaw: { id: 'CVE-2021-44906', packageName: 'minimist', version: '1.2.0', purl: 'pkg:npm/minimist@1.2.0', fixedVersion: '1.2.6', isExploited: false },
  attributes: new Map(),
}; // prettier-ignore
const failed: SecurityEvent = { ...flaw, kind: 'compliance', name: '5.32', title: 'No socket', outcome: 'failure', standard: 'CIS Docker Benchmark 1.6.0', severity: 'critical' }; // prettier-ignore

describe('formats of events', () => {
  it('writes OCSF: classes, activities and severities by their numbers', () => {
    const read = (event: SecurityEvent): unknown => JSON.parse(encodeOcsf(event, '1.2.3'));
    expect(read(started)).toMatchObject({
      class_uid: 6002,
      activity_id: 3,
      type_uid: 600_203,
      severity_id: 1,
      status_id: 1,
      time: 1_796_119_200_000,
      metadata: { version: '1.3.0', uid: 'e1', product: { name: 'Pratique', version: '1.2.3' }, profiles: ['container'] },
      container: { uid: 'c1', name: 'web', image: { name: 'example.org:5000/shop/web:1.4' } },
      unmapped: { 'com.example.team': 'shop' },
    });
    expect(read(flaw)).toMatchObject({
      class_uid: 2002,
      type_uid: 200_201,
      severity_id: 5,
      vulnerabilities: [{ cve: { uid: 'CVE-2021-44906' }, affected_packages: [{ name: 'minimist', version: '1.2.0', fixed_in_version: '1.2.6' }], is_fix_available: true }],
    });
    expect(read(failed)).toMatchObject({ class_uid: 2003, compliance: { control: '5.32', standards: ['CIS Docker Benchmark 1.6.0'], status_id: 3 } });
    expect(read({ ...failed, outcome: 'success' })).toMatchObject({ compliance: { status_id: 1 } });
    expect(read({ ...failed, outcome: 'unknown' })).toMatchObject({ compliance: { status_id: 0 } });
  }); // prettier-ignore

  it('writes ECS: the registry’s port is no tag, and labels have no dots', () => {
    expect(JSON.parse(encodeEcs(started, '1'))).toMatchObject({
      '@timestamp': '2026-12-01T10:00:00.000Z',
      event: { kind: 'event', category: ['process'], type: ['start'], action: 'container.start', outcome: 'success', severity: 0 },
      container: { id: 'c1', name: 'web', image: { name: 'example.org:5000/shop/web', tag: ['1.4'] } },
      labels: { com_example_team: 'shop' },
    });
    expect(JSON.parse(encodeEcs(flaw, '1'))).toMatchObject({ vulnerability: { id: 'CVE-2021-44906' }, package: { name: 'minimist' } });
  });

  it('writes CEF, with what divides it escaped', () => {
    const hostile = { ...started, title: 'a|b\\c\nd', message: 'x=1\ny|z\\' };
    expect(encodeCef(hostile, '1')).toBe(
      'CEF:0|Pratique|Pratique|1|container.start|a\\|b\\\\c d|1|rt=1796119200000 externalId=e1 dvchost=unix:///run/docker.sock cat=activity act=start outcome=success msg=x\\=1\\ny|z\\\\ cs1Label=container cs1=web cs2Label=image cs2=example.org:5000/shop/web:1.4 cs3Label=containerId cs3=c1',
    );
  });

  it('keeps every event on one line', () => {
    const hostile: SecurityEvent = { ...started, message: 'a\nb\r\u2028c', attributes: new Map([['k\n', 'v\n']]) };
    for (const encode of [encodeCef, encodeEcs, encodeJson, encodeOcsf]) expect(encode(hostile, '1')).not.toMatch(/[\n\r]/);
  });

  it('writes syslog of RFC 5424 with fields within their bounds', () => {
    const message = { facility: 13, severity: 2, time: started.time, host: 'ho st\n', application: 'pratique', processId: '7', messageId: 'm'.repeat(40), data: { id: 'pratique@32473', parameters: new Map([['id', 'a"b]c\\']]) }, text: '{}' }; // prettier-ignore
    expect(formatSyslog(message)).toBe(
      `<106>1 2026-12-01T10:00:00.000Z ho_st_ pratique 7 ${'m'.repeat(32)} [pratique@32473 id="a\\"b\\]c\\\\"] \ufeff{}`,
    );
  });
});
