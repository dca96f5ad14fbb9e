import { type AuditItem } from '../../model/audit-report.ts';
import { type AuditRule, failed, notApplicable, type AuditOutcome } from '../audit-rule.ts';
import { said, type ContainerFacts } from '../facts/container-facts.ts';
import { type HostFacts } from '../facts/host-facts.ts';
import { type ImageFacts } from '../facts/image-facts.ts';
import { HostUnreadable } from '../host.ts';
import { valueOf } from '../known.ts';
import { containerRule } from './container-rule.ts';
import { textOf } from '../facts/text-of.ts';

/** The images on the host, and who is in them; what only their content tells is in `image-scan-rules.ts`. */
export const imageRules: readonly AuditRule[] = [
  containerRule({
    id: '4.1',
    title: 'Containers do not run as root',
    severity: 'high',
    rationale: 'A flaw in a program that is root in its container is one step from being root on the host.',
    remediation: 'Make a user in the Dockerfile and switch to it with USER, or start the container with --user.',
    command: 'USER 10001:10001',
    faults: (container) => rootFault(container),
  }),
  {
    id: '4.5',
    title: 'Signatures of images are verified',
    severity: 'medium',
    isManual: false,
    rationale: 'A signature tells that an image is the one its publisher made; a tag does not.',
    remediation:
      'Do not switch on DOCKER_CONTENT_TRUST: Docker’s Notary service ends on 2026-12-08, and Docker 29 no longer enforces it. Say in pratique.yaml who must have signed which images.',
    command: 'pratique trust migrate check',
    judge: judgeContentTrust,
  },
  imageRule({
    id: '4.6',
    title: 'Images have a health check',
    severity: 'low',
    isManual: false,
    rationale: 'Without one a program that hangs counts as running.',
    remediation: 'Add HEALTHCHECK to the Dockerfile.',
    command: 'HEALTHCHECK CMD curl -f http://localhost/ || exit 1',
    fault: ({ hasHealthcheck }) => (hasHealthcheck ? undefined : 'has no health check'),
  }),
  imageRule({
    id: '4.7',
    title: 'Package lists are updated and packages installed in one instruction',
    severity: 'low',
    isManual: true,
    rationale: 'A cached update installs old packages for ever.',
    remediation: 'Join both with && in one RUN.',
    command: 'RUN apt-get update && apt-get install -y PACKAGE && rm -rf /var/lib/apt/lists/*',
    fault: ({ history }) => (history.some(updatesAlone) ? 'updates package lists without installing from them' : undefined),
  }),
  imageRule({
    id: '4.9',
    title: 'Files are added with COPY, not ADD',
    severity: 'low',
    isManual: true,
    rationale: 'ADD also fetches addresses and unpacks archives, which nobody checks.',
    remediation: 'Use COPY; fetch with a checksum.',
    fault: ({ history }) => (history.some(addsFiles) ? 'has ADD in its history' : undefined),
  }),
];

/** The user of a process is its number; user(7), passwd(5). A name counts as root where the image gives it the number 0. */
function rootFault(container: ContainerFacts): string | undefined {
  const user = textOf(said(container, 'Config.User'));
  const [name = ''] = user.split(':', 1);
  if (name === '' || name === 'root' || /^0+$/.test(name)) return `runs as root (user ${user === '' ? 'not set' : user})`;
  if (/^\d+$/.test(name)) return undefined;
  const id = numberOf(name, container);
  if (id !== undefined) return /^0+$/.test(id) ? `runs as root (user ${name} has the number 0)` : undefined;
  // It is nobody's name but the one that every system gives to a user without rights.
  if (name === 'nobody') return undefined;
  throw new HostUnreadable(
    `${container.name}: the number of user ${name} is not known; /etc/passwd of its image could not be read or lacks the name`,
  );
}

function numberOf(name: string, { passwd }: ContainerFacts): string | undefined {
  if (passwd === undefined || 'unread' in passwd) return undefined;
  return passwd.value
    .split('\n')
    .map((line) => line.split(':'))
    .find(([each]) => each === name)?.[2];
}

function imageRule({
  fault,
  ...rule
}: Omit<AuditRule, 'judge'> & { readonly fault: (image: ImageFacts) => string | undefined }): AuditRule {
  return {
    ...rule,
    judge: ({ images }): AuditOutcome => {
      const all = valueOf(images);
      if (all.length === 0) return notApplicable('there are no images');
      const items: AuditItem[] = [];
      for (const image of all) {
        const message = fault(image);
        if (message !== undefined) items.push({ subject: image.name, message });
      }
      return { items };
    },
  };
}

function judgeContentTrust({ contentTrust, given }: HostFacts): AuditOutcome {
  if (given.trustPolicy !== undefined) return { note: `${given.trustPolicy} says who must have signed which images` };
  if (valueOf(contentTrust))
    return failed(
      'DOCKER_CONTENT_TRUST is on: from 2026-12-08 pulls from Docker Hub fail with it, and Docker 29 ignores it',
      '/etc/environment',
    );
  return failed('nothing says who must have signed which images');
}

const update = /\b(?:apt-get|apt|aptitude|apk|yum|dnf|microdnf|zypper)\b(?: -\S+)* (?:update|check-update|makecache|refresh)\b/;
const install = /\b(?:apt-get|apt|aptitude|apk|yum|dnf|microdnf|zypper)\b(?: -\S+)* (?:install|add|upgrade|dist-upgrade|in)\b/;

function updatesAlone(instruction: string): boolean {
  return update.test(instruction) && !install.test(instruction);
}

/** The root file system itself is added by base images: `ADD file:… in /`. */
function addsFiles(instruction: string): boolean {
  const added = /^(?:\/bin\/sh -c #\(nop\) )?ADD (\S+)(?: in)? (\S+)/.exec(instruction);
  return added !== null && added[2] !== '/';
}
