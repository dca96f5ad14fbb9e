import { expect, it } from 'vitest';
import { parseOsvEcosystem } from './osv-ecosystem.ts';

it.each<[string, unknown]>([
  ['SUSE:Linux Enterprise Server 15 SP5', { ecosystem: 'suse', release: '15.5' }],
  ['SUSE:Linux Enterprise Server 12', { ecosystem: 'suse', release: '12' }],
  ['SUSE:Linux Enterprise Server 16.0', { ecosystem: 'suse', release: '16.0' }],
  ['SUSE:Linux Enterprise Module for Basesystem 15 SP5', { ecosystem: 'suse', release: '15.5' }],
  ['SUSE:Linux Enterprise Server 15 SP3-LTSS', { ecosystem: 'suse', release: '15.3', stream: 'ltss' }],
  ['SUSE:Linux Enterprise Server for SAP Applications 15 SP3', { ecosystem: 'suse', release: '15.3', stream: 'sap' }],
  ['SUSE:Linux Enterprise Micro 5.5', { ecosystem: 'suse-micro', release: '5.5' }],
  ['SUSE:Linux Micro 6.1', { ecosystem: 'suse-micro', release: '6.1' }],
  ['SUSE:Manager Server 4.3', { ecosystem: 'suse', stream: 'Manager Server 4.3' }],
  ['openSUSE:Leap 15.6', { ecosystem: 'opensuse', release: '15.6' }],
  ['openSUSE:Tumbleweed', { ecosystem: 'opensuse-tumbleweed' }],
  ['openSUSE:Backports SLE-15-SP5', undefined],
  ['Photon OS:5.0', { ecosystem: 'photon', release: '5.0' }],
  ['Red Hat:enterprise_linux_eus:10.0', { ecosystem: 'redhat', release: '10', stream: 'enterprise_linux_eus:10.0' }],
])('reads the product %s', (text, expected) => {
  expect(parseOsvEcosystem(text)).toEqual(expected);
});
