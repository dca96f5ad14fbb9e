import { type Channel } from '../channel.ts';
import { type Notice } from '../notice.ts';
import { postJson } from '../post-json.ts';

/** Slack's incoming webhooks, and services that understand them. */
export const slack: Channel = {
  id: 'slack',
  title: 'Slack',
  protocols: ['https:', 'http:'],
  send: (notice, destination, runtime) => postJson(destination, JSON.stringify({ text: toText(notice) }), {}, runtime),
};

function toText({ title, findings, image, statements = [], link }: Notice): string {
  const lines = [
    `*${escape(title)}*`,
    ...statements.map((statement) => `• ${escape(statement)}`),
    ...(image === undefined
      ? []
      : [
          escape(
            Object.entries(image.counts)
              .filter(([, count]) => count > 0)
              .map(([name, count]) => `${count} ${name}`)
              .join(', '),
          ),
        ]),
    ...findings.map(
      ({ id, severity, package: name, version = '', fixedVersion }) =>
        `\`${escape(id)}\` ${severity} ${escape(`${name} ${version}`)}${fixedVersion === undefined ? '' : ` → ${escape(fixedVersion)}`}`,
    ),
    ...(link === undefined ? [] : [link]),
  ];
  return lines.join('\n');
}

/** Slack's own three, so that no name becomes a link or calls everybody; and its marks of format. */
function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[`*_~]/g, '\u2009$&')
    .replaceAll(/[\r\n]+/g, ' ');
}
