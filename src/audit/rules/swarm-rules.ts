import { type AuditOutcome, type AuditRule, failed, failedIf, notApplicable } from '../audit-rule.ts';
import { type HostFacts } from '../facts/host-facts.ts';
import { type SwarmFacts } from '../facts/swarm-facts.ts';
import { valueOf } from '../known.ts';

type SwarmRule = Omit<AuditRule, 'judge'> & { readonly decide: (swarm: SwarmFacts, facts: HostFacts) => AuditOutcome };

/** Secrets are changed once a quarter, or when somebody leaves. */
const oldestSecretDays = 90;

const rules: readonly SwarmRule[] = [
  {
    id: '7.1',
    title: 'The number of managers is odd, and at most seven',
    severity: 'low',
    isManual: false,
    rationale: 'Managers decide by majority: an even number adds a machine that can be attacked and no safety.',
    remediation: 'Demote or promote nodes.',
    command: 'docker node demote NODE',
    decide: ({ managers }) => failedIf(managers % 2 === 0 || managers > 7, `there are ${managers} managers`),
  },
  {
    id: '7.2',
    title: 'The swarm’s port is bound to one address',
    severity: 'medium',
    isManual: false,
    rationale: 'Managers talk on port 2377; open on every network, everybody can try to join.',
    remediation: 'Initialise the swarm with the address of the inner network.',
    command: 'docker swarm init --listen-addr ADDRESS:2377',
    decide: (_, { swarmListeners }) =>
      failedIf(
        valueOf(swarmListeners).some((address) => /^0+$/.test(address)),
        'port 2377 is open on every address',
      ),
  },
  {
    id: '7.3',
    title: 'Overlay networks are encrypted',
    severity: 'medium',
    isManual: false,
    rationale: 'What containers on different nodes say to each other otherwise crosses the network in the clear.',
    remediation: 'Create the network with encryption; the ingress network has to be made anew for it.',
    command: 'docker network create --driver overlay --opt encrypted NAME',
    decide: (_, { networks }) => ({
      items: valueOf(networks)
        .filter(({ driver, options }) => driver === 'overlay' && !isEncrypted(options.get('encrypted')))
        .map(({ name }) => ({ subject: name, message: 'is not encrypted' })),
    }),
  },
  {
    id: '7.4',
    title: 'Secrets are Docker secrets',
    severity: 'high',
    isManual: true,
    rationale: 'Variables show in docker inspect, in logs and in every child process; a secret is a file for one service.',
    remediation: 'Create a secret, and give the program its file (NAME_FILE).',
    command: 'docker secret create NAME FILE',
    decide: ({ services, secrets, secretConfigs }, { given: { now } }) => ({
      items: [
        ...services.flatMap(({ name, secretVariables }) =>
          secretVariables.length === 0 ? [] : [{ subject: name, message: `has ${secretVariables.join(', ')} as variables` }],
        ),
        ...services.flatMap(({ name, secrets: own }) =>
          own
            .filter(({ mode }) => (mode & 0o004) !== 0)
            .map((secret) => ({
              subject: name,
              message: `lets every user of its containers read the secret ${secret.name} (mode ${secret.mode.toString(8).padStart(4, '0')})`,
            })),
        ),
        ...(secrets ?? [])
          .filter(({ name }) => !services.some(({ secrets: own }) => own.some((secret) => secret.name === name)))
          .map(({ name }) => ({ subject: name, message: 'is a secret that no service uses' })),
        ...(secrets ?? []).flatMap(({ name, updatedAt }) => {
          const days = updatedAt === undefined ? 0 : Math.floor((now.getTime() - updatedAt.getTime()) / 86_400_000);
          return days > oldestSecretDays ? [{ subject: name, message: `is a secret that was last changed ${days} days ago` }] : [];
        }),
        ...(secretConfigs ?? []).map((name) => ({ subject: name, message: 'is a config that holds a secret: configs are not encrypted' })),
      ],
      unread: secrets === undefined || secretConfigs === undefined ? ['the manager did not list its secrets and configs'] : [],
      note: `${services.filter(({ hasSecrets }) => hasSecrets).length} of ${services.length} services use secrets`,
    }),
  },
  {
    id: '7.5',
    title: 'Managers are locked after a restart',
    severity: 'low',
    isManual: false,
    rationale: 'The keys of the swarm lie on the manager’s disk; with auto-lock they are encrypted there.',
    remediation: 'Switch auto-lock on, and keep the unlock key elsewhere.',
    command: 'docker swarm update --autolock=true',
    decide: ({ isAutoLocked }) => failedIf(!isAutoLocked, 'auto-lock is off'),
  },
  {
    id: '7.6',
    title: 'The unlock key is replaced from time to time',
    severity: 'low',
    isManual: true,
    rationale: 'A key that somebody has seen opens the manager until it is replaced.',
    remediation: 'Replace it regularly and keep a record.',
    command: 'docker swarm unlock-key --rotate',
    decide: ({ isAutoLocked }) =>
      isAutoLocked ? { unread: ['the engine does not tell the age of the key'] } : notApplicable('auto-lock is off'),
  },
  {
    id: '7.7',
    title: 'Certificates of nodes are valid for 90 days at most',
    severity: 'low',
    isManual: true,
    rationale: 'A stolen certificate works until it ends.',
    remediation: 'Shorten it.',
    command: 'docker swarm update --cert-expiry 720h',
    decide({ nodeCertificateDays }) {
      if (nodeCertificateDays === undefined) return { unread: ['the engine does not tell how long they are valid'] };
      return {
        ...failedIf(nodeCertificateDays > 90, `they are valid for ${Math.round(nodeCertificateDays)} days`),
        note: `${Math.round(nodeCertificateDays)} days`,
      };
    },
  },
  {
    id: '7.8',
    title: 'The swarm’s authority is replaced once a year',
    severity: 'low',
    isManual: true,
    rationale: 'Who has its key can join any machine.',
    remediation: 'Replace it.',
    command: 'docker swarm ca --rotate',
    decide({ authoritySince }, { given }) {
      if (authoritySince === undefined) return { unread: ['the engine does not tell since when it is valid'] };
      const days = Math.floor((given.now.getTime() - authoritySince.getTime()) / 86_400_000);
      return { ...failedIf(days > 365, `it is ${days} days old`), note: `${days} days old` };
    },
  },
  {
    id: '7.9',
    title: 'Management and data have networks of their own',
    severity: 'low',
    isManual: true,
    rationale: 'Who listens to the services’ traffic then does not see the managers’.',
    remediation: 'Initialise the swarm with an address for each.',
    command: 'docker swarm init --advertise-addr ADDRESS --data-path-addr OTHER',
    decide: () => ({ unread: ['the engine does not tell the address for data'] }),
  },
];

export const swarmRules: readonly AuditRule[] = [
  ...rules.map(({ decide, ...rule }): AuditRule => ({
    ...rule,
    judge: (facts): AuditOutcome => {
      const swarm = valueOf(facts.swarm);
      if (swarm === undefined) return notApplicable('the host is in no swarm');
      if (!swarm.isManager && rule.id !== '7.2') return { unread: ['only a manager can tell: run the audit there'] };
      return decide(swarm, facts);
    },
  })),
  {
    id: '5.1',
    title: 'Swarm mode is off where it is not needed',
    severity: 'low',
    isManual: false,
    rationale: 'It opens ports and keys that nobody looks after where no services run.',
    remediation: 'Leave the swarm.',
    command: 'docker swarm leave --force',
    judge: ({ swarm }: HostFacts): AuditOutcome => {
      const facts = valueOf(swarm);
      if (facts === undefined) return {};
      if (facts.services.length > 0) return { note: `${facts.services.length} services run in the swarm` };
      return facts.isManager ? failed('the host is in a swarm without services') : {};
    },
  },
];

/** `encrypted`, `encrypted=true`; the engine keeps an empty text for the first. */
function isEncrypted(option: string | undefined): boolean {
  return option !== undefined && !/^(?:false|0|no)$/i.test(option);
}
