import { type FileRule } from '../image-rule.ts';

/** Programs by the service that they are. */
const services: ReadonlyMap<string, string> = new Map([
  ['sshd', 'an SSH server'],
  ['dropbear', 'an SSH server'],
  ['in.telnetd', 'a Telnet server'],
  ['telnetd', 'a Telnet server'],
  ['in.rshd', 'an rsh server'],
  ['in.rlogind', 'an rlogin server'],
  ['vsftpd', 'an FTP server'],
  ['proftpd', 'an FTP server'],
  ['pure-ftpd', 'an FTP server'],
  ['in.tftpd', 'a TFTP server'],
  ['xinetd', 'an inetd server'],
  ['rpcbind', 'an RPC port mapper'],
  ['x11vnc', 'a VNC server'],
  ['Xvnc', 'a VNC server'],
]);

export const networkService: FileRule = {
  id: 'network-service',
  kind: 'misconfiguration',
  title: 'A server for remote logins or file transfer is installed',
  rationale:
    'A container is administered through its engine. A second service in it needs accounts, keys and patches of its own, and a process that starts both.',
  remediation: 'Remove the package. Use docker exec or kubectl exec to get into a container, and docker cp or a volume to move files.',
  severity: 'medium',
  references: ['https://docs.docker.com/build/building/best-practices/#decouple-applications'],
  aliases: ['CIS-5.7'],
  examples: { bad: ['FILE 755 usr/sbin/sshd', 'FILE 755 usr/sbin/vsftpd'], good: ['FILE 755 usr/bin/ssh', 'FILE 644 etc/init.d/sshd', 'FILE 755 usr/sbin/nginx'] },
  wants: ({ type, mode }, name, directory) => type === 'file' && (mode & 0o111) !== 0 && services.has(name) && /^(?:usr\/)?(?:local\/)?s?bin$/.test(directory),
  *check({ wanted }) {
    for (const { path, layerIndex, name = '' } of wanted)
      yield { message: `/${path} is ${services.get(name)}`, location: { path, layerIndex } };
  },
}; // prettier-ignore
