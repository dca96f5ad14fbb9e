import { type Notice } from '../notice.ts';

/** ArcSight's severities, 0 to 10. */
const severities: Readonly<Record<Notice['event'], number>> = {
  'policy-broken': 7,
  'finding-introduced': 8,
  'scan-failed': 5,
  'policy-met': 2,
};

/** Common Event Format, version 0. */
export function toCef({ id, event, at, title, project, image, findings, link }: Notice): string {
  const header = ['CEF:0', 'Pratique', 'pratique', '1', event, title, String(severities[event])].map((text) =>
    text.replaceAll(/[\\|]/g, '\\$&').replaceAll(/[\r\n]+/g, ' '),
  );
  const fields: Readonly<Record<string, string | undefined>> = {
    externalId: id,
    rt: String(Date.parse(at)),
    cs1Label: 'project',
    cs1: project,
    cs2Label: 'image',
    cs2: image?.name,
    fileHash: image?.digest,
    cs3Label: 'vulnerabilities',
    cs3: findings.map((finding) => finding.id).join(' ') || undefined,
    request: link,
  };
  const extension = Object.entries(fields).flatMap(([name, text]) =>
    text === undefined ? [] : [`${name}=${text.replaceAll(/[\\=]/g, '\\$&').replaceAll(/[\r\n]+/g, '\\n')}`],
  );
  return `${header.join('|')}|${extension.join(' ')}`;
}
