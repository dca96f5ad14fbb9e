import { type SecretRule } from '../secret-rule.ts';
import { valueRules } from './value-rules.ts';

export const awsRules: readonly SecretRule[] = valueRules(
  {
    name: 'AWS',
    revoke: 'in IAM: deactivate the access key, then delete it; look for its use in CloudTrail',
    documentation: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html',
  },
  [
    {
      id: 'aws-access-token',
      title: 'AWS access key ID',
      severity: 'high',
      pattern: '(?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}',
      minEntropy: 3,
      aliases: ['gitleaks:aws-access-token', 'trivy:aws-access-key-id'],
    },
    {
      id: 'aws-secret-access-key',
      title: 'AWS secret access key',
      severity: 'critical',
      names: [
        'secret_access_key',
        'secretaccesskey',
        'secret-access-key',
        'aws_secret_key',
        'aws_secret',
        'awssecretkey',
        'aws_sec',
        'secret access key',
      ],
      pattern: '[A-Za-z0-9/+]{40}',
      minEntropy: 4.1,
      aliases: ['trivy:aws-secret-access-key'],
    },
    {
      id: 'aws-session-token',
      title: 'AWS session token',
      severity: 'high',
      names: ['aws_session_token', 'awssessiontoken', 'sessiontoken', 'aws_security_token'],
      pattern: '[A-Za-z0-9/+]{100,2000}={0,2}',
      minEntropy: 4.5,
    },
    {
      id: 'aws-amazon-bedrock-api-key-long-lived',
      title: 'Amazon Bedrock API key (long-term)',
      severity: 'high',
      pattern: 'ABSKQmVkcm9ja0FQSUtleS[A-Za-z0-9+/]{80,260}={0,2}',
      minEntropy: 3,
      aliases: ['gitleaks:aws-amazon-bedrock-api-key-long-lived'],
    },
    {
      id: 'aws-amazon-bedrock-api-key-short-lived',
      title: 'Amazon Bedrock API key (short-term)',
      severity: 'medium',
      pattern: 'bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t[A-Za-z0-9+/=_%.-]{0,}',
      aliases: ['gitleaks:aws-amazon-bedrock-api-key-short-lived'],
    },
  ],
);
