import { type Channel } from '../channel.ts';
import { postJson } from '../post-json.ts';

/** Microsoft Teams: workflows that take an Adaptive Card. */
export const teams: Channel = {
  id: 'teams',
  title: 'Microsoft Teams',
  protocols: ['https:', 'http:'],
  send: ({ title, statements = [], findings, link }, destination, runtime) => {
    const text = (words: string, more: object = {}): object => ({
      type: 'TextBlock',
      wrap: true,
      text: words.replaceAll(/[[\]()*_~`#<>|\\]/g, '\\$&'),
      ...more,
    });
    const content = {
      $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
      type: 'AdaptiveCard',
      version: '1.4',
      body: [
        text(title, { weight: 'Bolder' }),
        ...statements.map((statement) => text(statement)),
        ...findings.map(({ id, severity, package: name, version = '' }) => text(`${id} ${severity} ${name} ${version}`)),
      ],
      ...(link === undefined ? {} : { actions: [{ type: 'Action.OpenUrl', title: 'Open', url: link }] }),
    };
    const body = { type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }] };
    return postJson(destination, JSON.stringify(body), {}, runtime);
  },
};
