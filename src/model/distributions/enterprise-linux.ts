import { type Ecosystem } from '../ecosystem-row.ts';

/** Red Hat Enterprise Linux and its rebuilds. */
export const enterpriseLinux = {
  redhat: {
    displayName: 'Red Hat Enterprise Linux',
    purlType: 'rpm',
    purlNamespace: 'redhat',
    versionScheme: 'rpm',
    osvName: 'Red Hat',
    advisoriesName: 'binary',
    sourceNameSuffix: '.src',
    distribution: {
      osReleaseIds: ['rhel'],
      release: 'major',
      packageManager: 'rpm',
      suppliers: ['Red Hat', 'CentOS', 'Scientific Linux'],
      support: {
        source: 'https://access.redhat.com/support/policy/updates/errata',
        lastDays: {
          '4': '2012-02-29',
          '5': '2017-03-31',
          '6': '2020-11-30',
          '7': '2024-06-30',
          '8': '2029-05-31',
          '9': '2032-05-31',
          '10': '2035-05-31',
        },
      },
      derivatives: [
        {
          displayName: 'Red Hat Enterprise Linux CoreOS',
          osReleaseIds: ['rhcos'],
          purlNamespace: 'redhat',
          packages: 'same',
          releaseKey: 'RHEL_VERSION',
        },
        {
          displayName: 'CentOS Stream',
          osReleaseIds: ['centos'],
          nameStart: 'CentOS Stream',
          purlNamespace: 'centos',
          // Its builds come before those of the next minor release, and a fix may come to either first.
          packages: 'changed',
          support: {
            source: 'https://www.centos.org/cl-vs-cs/',
            lastDays: { '8': '2024-05-31', '9': '2027-05-31', '10': '2030-05-31' },
          },
        },
        {
          displayName: 'CentOS',
          osReleaseIds: ['centos'],
          purlNamespace: 'centos',
          packages: 'same',
          support: {
            source: 'https://www.centos.org/centos-linux-eol/',
            lastDays: { '5': '2017-03-31', '6': '2020-11-30', '7': '2024-06-30', '8': '2021-12-31' },
          },
        },
        {
          displayName: 'Scientific Linux',
          osReleaseIds: ['scientific'],
          purlNamespace: 'scientific',
          packages: 'same',
          support: {
            source: 'https://scientificlinux.org/',
            lastDays: { '5': '2017-03-31', '6': '2020-11-30', '7': '2024-06-30' },
          },
        },
      ],
    },
  },
  almalinux: {
    displayName: 'AlmaLinux',
    purlType: 'rpm',
    purlNamespace: 'almalinux',
    versionScheme: 'rpm',
    osvName: 'AlmaLinux',
    advisoriesName: 'binary',
    distribution: {
      osReleaseIds: ['almalinux'],
      release: 'major',
      packageManager: 'rpm',
      suppliers: ['AlmaLinux', 'CloudLinux'],
      support: {
        source: 'https://wiki.almalinux.org/release-notes/',
        lastDays: { '8': '2029-03-01', '9': '2032-05-31', '10': '2035-05-31' },
      },
    },
  },
  rocky: {
    displayName: 'Rocky Linux',
    purlType: 'rpm',
    purlNamespace: 'rocky',
    versionScheme: 'rpm',
    osvName: 'Rocky Linux',
    advisoriesName: 'binary',
    distribution: {
      osReleaseIds: ['rocky'],
      release: 'major',
      packageManager: 'rpm',
      suppliers: ['Rocky'],
      support: {
        source: 'https://wiki.rockylinux.org/rocky/version/',
        lastDays: { '8': '2029-05-31', '9': '2032-05-31', '10': '2035-05-31' },
      },
    },
  },
  oracle: {
    displayName: 'Oracle Linux',
    purlType: 'rpm',
    purlNamespace: 'oracle',
    versionScheme: 'rpm',
    advisoriesName: 'binary',
    distribution: {
      osReleaseIds: ['ol'],
      release: 'major',
      packageManager: 'rpm',
      suppliers: ['Oracle America', 'Oracle Corporation', 'Oracle Linux'],
      support: {
        source: 'https://www.oracle.com/a/ocom/docs/elsp-lifetime-069338.pdf',
        lastDays: { '5': '2017-06-30', '6': '2021-03-31', '7': '2024-12-31', '8': '2029-07-31', '9': '2032-06-30', '10': '2035-06-30' },
      },
    },
  },
  cloudlinux: {
    displayName: 'CloudLinux',
    purlType: 'rpm',
    purlNamespace: 'cloudlinux',
    versionScheme: 'rpm',
    advisoriesName: 'binary',
    distribution: { osReleaseIds: ['cloudlinux'], release: 'major', packageManager: 'rpm' },
  },
} as const satisfies Record<string, Ecosystem>;
