import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const microsoftTeamsRules: readonly SecretRule[] = valueRules(
  {
    name: 'Microsoft Teams',
    revoke: 'by deleting the connector of the channel in Teams',
    documentation: 'https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook',
  },
  [
    {
      id: 'microsoft-teams-webhook',
      title: 'Microsoft Teams webhook',
      severity: 'medium',
      pattern:
        'webhook[.]office[.]com/webhookb2/[A-Za-z0-9]{8}-[A-Za-z0-9]{4}-[A-Za-z0-9]{4}-[A-Za-z0-9]{4}-[A-Za-z0-9]{12}@[A-Za-z0-9]{8}-[A-Za-z0-9]{4}-[A-Za-z0-9]{4}-[A-Za-z0-9]{4}-[A-Za-z0-9]{12}/IncomingWebhook/[A-Za-z0-9]{32}/[A-Za-z0-9]{8}-[A-Za-z0-9]{4}-[A-Za-z0-9]{4}-[A-Za-z0-9]{4}-[A-Za-z0-9]{12}',
      aliases: ['gitleaks:microsoft-teams-webhook'],
    },
  ],
);
