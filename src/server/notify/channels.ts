import { type Channel } from './channel.ts';
import { clair } from './channels/clair.ts';
import { slack } from './channels/slack.ts';
import { cef, syslog } from './channels/syslog.ts';
import { teams } from './channels/teams.ts';
import { webhook } from './channels/webhook.ts';

export const channels: readonly Channel[] = [webhook, slack, teams, syslog, cef, clair];
