import { describe, expect, it } from 'vitest';
import { parseOsvEcosystem } from './osv-ecosystem.ts';

describe('parseOsvEcosystem', () => {
  it.each([
    ['Debian:12', { ecosystem: 'debian', release: '12' }],
    ['Debian:6.0', { ecosystem: 'debian', release: '6' }],
    ['Debian:3.1', { ecosystem: 'debian', release: '3.1' }],
    ['Alpine:v3.20', { ecosystem: 'alpine', release: '3.20' }],
    ['Alpine:edge', { ecosystem: 'alpine', release: 'edge' }],
    ['Ubuntu:22.04:LTS', { ecosystem: 'ubuntu', release: '22.04' }],
    ['Ubuntu:25.10', { ecosystem: 'ubuntu', release: '25.10' }],
    ['Ubuntu:Pro:22.04:LTS', { ecosystem: 'ubuntu', release: '22.04', stream: 'pro' }],
    ['Ubuntu:Pro:FIPS-updates:18.04:LTS', { ecosystem: 'ubuntu', release: '18.04', stream: 'pro-fips-updates' }],
    ['Red Hat:enterprise_linux:9::appstream', { ecosystem: 'redhat', release: '9' }],
    ['Red Hat:enterprise_linux:7::server', { ecosystem: 'redhat', release: '7' }],
    ['Red Hat:enterprise_linux:10.0', { ecosystem: 'redhat', release: '10' }],
    ['Red Hat:rhel_eus:9.2::appstream', { ecosystem: 'redhat', release: '9', stream: 'rhel_eus:9.2::appstream' }],
    ['Red Hat:rhel_e4s:8.4::baseos', { ecosystem: 'redhat', release: '8', stream: 'rhel_e4s:8.4::baseos' }],
    [
      'Red Hat:jboss_enterprise_application_platform:5::el6',
      { ecosystem: 'redhat', release: '6', stream: 'jboss_enterprise_application_platform:5::el6' },
    ],
    ['Red Hat:openshift:4', { ecosystem: 'redhat', stream: 'openshift:4' }],
    ['AlmaLinux:9', { ecosystem: 'almalinux', release: '9' }],
    ['Rocky Linux:8', { ecosystem: 'rocky', release: '8' }],
    ['Wolfi', { ecosystem: 'wolfi' }],
    ['npm', { ecosystem: 'npm' }],
    ['Packagist:https://packages.drupal.org/8', { ecosystem: 'composer' }],
    ['Android', undefined],
    ['SwiftURL', { ecosystem: 'swift' }],
    ['GitHub Actions', { ecosystem: 'github' }],
    ['', undefined],
    ['constructor', undefined],
  ])('%s', (text, meant) => expect(parseOsvEcosystem(text)).toEqual(meant));
});
