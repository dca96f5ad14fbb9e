import { type Program } from './program.ts';

/** Web servers, proxies, name servers, mail and file servers, and agents. */
export const servers: readonly Program[] = [
  {
    name: 'nginx',
    files: /^nginx(?:-debug)?$/,
    marks: [
      {
        near: 'nginx version: nginx/',
        version: /nginx version: nginx\/(\d+\.\d+\.\d+)/,
        example: { file: 'nginx', text: '\0nginx version: nginx/1.22.1\0', version: '1.22.1' },
      },
    ],
    advisoriesName: 'nginx',
    covers: /(?:^|\/)nginx\/modules\//,
  },
  {
    name: 'openresty',
    files: /^(?:nginx|openresty)(?:-debug)?$/,
    marks: [
      {
        near: 'openresty/',
        version: /(?:nginx version: )?openresty\/(\d+(?:\.\d+){3})/,
        example: { file: 'nginx', text: '\0nginx version: openresty/1.27.1.2\0', version: '1.27.1.2' },
      },
    ],
    advisoriesName: 'openresty',
    covers: /(?:^|\/)openresty\//,
  },
  {
    name: 'httpd',
    files: /^(?:httpd|apache2)$/,
    marks: [
      {
        near: 'Apache/2.',
        version: /\0Apache\/(2\.\d+\.\d+)/,
        example: { file: 'apache2', text: '\0Apache/2.4.71 (Debian)\0', version: '2.4.71' },
      },
    ],
    advisoriesName: 'apache',
    covers: /(?:^|\/)(?:apache2|httpd)\/modules\/|(?:^|\/)apache2\/(?:bin|lib)\//,
  },
  {
    name: 'lighttpd',
    files: /^lighttpd$/,
    marks: [
      {
        near: 'lighttpd/1.',
        version: /\0lighttpd\/(1\.\d+\.\d+)/,
        example: { file: 'lighttpd', text: '\0lighttpd/1.4.69\0', version: '1.4.69' },
      },
    ],
    covers: /(?:^|\/)lighttpd\/mod_\w+\.so$/,
  },
  {
    name: 'haproxy',
    files: /^haproxy$/,
    marks: [
      {
        near: ', released 20',
        version: / version (\d+\.\d+\.\d+)[^,\0]*, released \d{4}\/\d\d\/\d\d/,
        example: { file: 'haproxy', text: 'HAProxy version 2.6.12-1+deb12u4, released 2026/10/17\0', version: '2.6.12' },
      },
    ],
    advisoriesName: 'haproxy',
  },
  {
    name: 'varnish',
    files: /^varnishd$/,
    marks: [
      {
        near: 'varnish-',
        version: /\(?varnish-(\d+\.\d+\.\d+) revision [0-9a-f]+/,
        example: { file: 'varnishd', text: '\0(varnish-7.1.1 revision 7cee1c581bead20e88d101ab3d72afb29f14d87a)\0', version: '7.1.1' },
      },
    ],
    advisoriesName: 'varnish',
  },
  {
    name: 'squid',
    files: /^squid$/,
    marks: [
      { near: 'squid/', version: /\0squid\/(\d+\.\d+(?:\.\d+)?)\0/, example: { file: 'squid', text: '\0squid/5.7\0', version: '5.7' } },
    ],
  },
  {
    name: 'bind',
    files: /^(?:named|libdns[\w.~+-]*\.so[\d.]*)$/,
    marks: [
      {
        near: 'libdns-9.',
        version: /libdns-(9\.\d+\.\d+)[\w.~+-]*\.so/,
        example: { file: 'named', text: '\0libdns-9.18.49.so\0', version: '9.18.49' },
      },
    ],
  },
  {
    name: 'unbound',
    files: /^unbound$/,
    marks: [
      {
        near: 'unbound ',
        version: /\0unbound (\d+\.\d+\.\d+)\0/,
        example: { file: 'unbound', text: '\0unbound 1.17.1\0', version: '1.17.1' },
      },
    ],
  },
  {
    name: 'dnsmasq',
    files: /^dnsmasq$/,
    marks: [
      { near: 'dnsmasq-', version: /\0dnsmasq-(\d+\.\d+\w*)\0/, example: { file: 'dnsmasq', text: '\0dnsmasq-2.90\0', version: '2.90' } },
    ],
  },
  {
    name: 'nsd',
    files: /^nsd$/,
    marks: [{ near: 'NSD ', version: /\0NSD (\d+\.\d+\.\d+)\0/, example: { file: 'nsd', text: '\0NSD 4.6.1\0', version: '4.6.1' } }],
  },
  {
    name: 'knot',
    files: /^knotd$/,
    marks: [
      { near: 'Knot DNS ', version: /Knot DNS (\d+\.\d+\.\d+)/, example: { file: 'knotd', text: '\0Knot DNS 3.2.6\0', version: '3.2.6' } },
    ],
  },
  {
    name: 'openssh',
    files: /^(?:sshd?|ssh-agent|ssh-add|ssh-keygen|ssh-keyscan|sftp|sftp-server|scp|sshd-session|sshd-auth)$/,
    marks: [
      {
        near: 'OpenSSH_',
        version: /\0OpenSSH_(\d+\.\d+p\d+)[ \0]/,
        example: { file: 'sshd', text: '\0OpenSSH_9.2p1 Debian-2+deb12u10\0', version: '9.2p1' },
      },
    ],
  },
  {
    name: 'openvpn',
    files: /^openvpn$/,
    marks: [
      {
        near: 'OpenVPN ',
        version: /\0OpenVPN (\d+\.\d+\.\d+) /,
        example: { file: 'openvpn', text: '\0OpenVPN 2.6.14 x86_64-pc-linux-gnu [SSL (OpenSSL)]\0', version: '2.6.14' },
      },
    ],
  },
  {
    name: 'stunnel',
    files: /^stunnel\d?$/,
    marks: [
      {
        near: 'stunnel ',
        version: /\0stunnel (\d+\.\d+) on /,
        example: { file: 'stunnel', text: '\0stunnel 5.68 on x86_64-pc-linux-gnu platform\0', version: '5.68' },
      },
    ],
  },
  {
    name: 'coturn',
    files: /^turnserver$/,
    marks: [
      {
        near: 'Coturn-',
        version: /\0Coturn-(\d+\.\d+\.\d+)/,
        example: { file: 'turnserver', text: "\0Coturn-4.6.1 'Gorst'\0", version: '4.6.1' },
      },
    ],
  },
  {
    name: 'kamailio',
    files: /^kamailio$/,
    marks: [
      {
        near: 'kamailio ',
        version: /\0kamailio (\d+\.\d+\.\d+) \(/,
        example: { file: 'kamailio', text: '\0kamailio 5.6.3 (x86_64/linux)\0', version: '5.6.3' },
      },
    ],
    covers: /(?:^|\/)kamailio\/(?:modules\/|lib\w+\.so)/,
  },
  {
    name: 'freeradius',
    files: /^(?:freeradius|radiusd)$/,
    marks: [
      {
        near: 'FreeRADIUS Version ',
        version: /FreeRADIUS Version (\d+\.\d+\.\d+)/,
        example: { file: 'radiusd', text: '\0FreeRADIUS Version 3.2.1, for host x86_64-pc-linux-gnu\0', version: '3.2.1' },
      },
    ],
    covers: /(?:^|\/)freeradius\//,
  },
  {
    name: 'proftpd',
    files: /^proftpd$/,
    marks: [
      {
        near: 'ProFTPD Version ',
        version: /ProFTPD Version (\d+\.\d+\.\d+\w*)/,
        example: { file: 'proftpd', text: '\0ProFTPD Version 1.3.8\0', version: '1.3.8' },
      },
    ],
    covers: /(?:^|\/)proftpd\/mod_\w+\.so$/,
  },
  {
    name: 'postfix',
    files: /^(?:postfix|postconf|smtpd|master|qmgr|cleanup|libpostfix-\w+\.so[\d.]*)$/,
    marks: [
      {
        near: 'mail_version=',
        version: /\0mail_version=(\d+\.\d+\.\d+)\0/,
        example: { file: 'smtpd', text: '\0mail_version=3.7.11\0', version: '3.7.11' },
      },
    ],
    covers: /(?:^|\/)(?:lib|libexec)\/postfix\//,
  },
  {
    name: 'clamav',
    files: /^(?:clamd|clamscan|freshclam|libclamav\.so[\d.]*)$/,
    marks: [
      { near: 'CLAMAV_', version: /\0CLAMAV_(\d+\.\d+\.\d+)\0/, example: { file: 'clamd', text: '\0CLAMAV_1.1.0\0', version: '1.1.0' } },
    ],
  },
  {
    name: 'zabbix',
    files: /^zabbix_(?:agentd|server|proxy|sender|get)$/,
    marks: [
      {
        near: 'Zabbix ',
        version: /\0Zabbix (\d+\.\d+\.\d+)\0/,
        example: { file: 'zabbix_agentd', text: '\0Zabbix 6.0.14\0', version: '6.0.14' },
      },
    ],
  },
  {
    name: 'cups',
    files: /^cupsd$/,
    marks: [
      {
        near: 'CUPS v',
        version: /CUPS v(\d+\.\d+\.\d+)/,
        example: { file: 'cupsd', text: '# Class configuration file for CUPS v2.4.2\n', version: '2.4.2' },
      },
    ],
  },
  {
    name: 'mosquitto',
    files: /^mosquitto$/,
    marks: [
      {
        version: /\0([12]\.\d+\.\d+)\0/,
        example: { file: 'mosquitto', text: 'mosquitto version %s starting\0' + '2.0.11\0', version: '2.0.11' },
      },
    ],
  },
];
