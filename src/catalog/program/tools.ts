import { type Program } from './program.ts';

/** Shells, tools and libraries. */
export const tools: readonly Program[] = [
  {
    name: 'openssl',
    files: /^(?:openssl|lib(?:ssl|crypto)[\d.-]*\.so[\d.]*)$/,
    marks: [
      {
        near: 'OpenSSL ',
        version: /(?:^|\0)OpenSSL (\d+\.\d+\.\d+[a-z]*(?:-(?:alpha|beta|dev|pre)\d*)?) +\d{1,2} [A-Z][a-z]{2} \d{4}/,
        example: { file: 'libcrypto.so.3', text: '\0OpenSSL 3.0.22 25 Aug 2026\0', version: '3.0.22' },
      },
    ],
    covers: /(?:^|\/)(?:engines-[\d.]+|ossl-modules)\/\w+\.so$|(?:^|\/)libssl\.so[\d.]*$/,
  },
  {
    name: 'busybox',
    files: /^busybox(?:\.\w+)?$/,
    marks: [
      {
        near: 'BusyBox v',
        version: /BusyBox v(\d+\.\d+(?:\.\d+)?)/,
        example: { file: 'busybox', text: '\0BusyBox v1.35.0 (2023-05-01 10:00:00 UTC)\0', version: '1.35.0' },
      },
    ],
  },
  {
    name: 'bash',
    files: /^bash$/,
    marks: [
      {
        near: '@(#)Bash version ',
        version: /@\(#\)Bash version (\d+\.\d+\.\d+)\(/,
        example: { file: 'bash', text: '@(#)Bash version 5.2.15(1) release GNU\0', version: '5.2.15' },
      },
    ],
  },
  {
    name: 'curl',
    files: /^(?:curl|libcurl(?:-gnutls)?\.so[\d.]*)$/,
    marks: [
      {
        near: 'libcurl/',
        version: /\0libcurl\/(\d+\.\d+\.\d+)\0/,
        example: { file: 'libcurl.so.4.8.0', text: '\0libcurl/7.88.1\0', version: '7.88.1' },
      },
      {
        near: 'curl ',
        version: /\0curl (\d+\.\d+\.\d+) \(/,
        example: { file: 'curl', text: '\0curl 7.88.1 (x86_64-pc-linux-gnu) %s\n\0', version: '7.88.1' },
      },
    ],
  },
  {
    name: 'git',
    files: /^git$/,
    marks: [
      {
        near: 'git/2.',
        version: /\0?git\/(2\.\d+\.\d+)\0/,
        example: { file: 'git', text: 'git/2.39.5\0GIT_USER_AGENT\0', version: '2.39.5' },
      },
    ],
    advisoriesName: 'git',
    covers: /(?:^|\/)libexec\/git-core\/|(?:^|\/)lib\/git-core\//,
  },
  {
    name: 'gzip',
    files: /^(?:gzip|gunzip)$/,
    marks: [
      {
        version: /\0(1\.\d+(?:\.\d+)?)\0/,
        example: { file: 'gzip', text: '%s: %s: file size changed while zipping\n\x001.12\0\0\0', version: '1.12' },
      },
    ],
  },
  {
    name: 'xz',
    files: /^xz$/,
    marks: [
      {
        near: 'xz (XZ Utils) ',
        version: /\0xz \(XZ Utils\) (\d+\.\d+\.\d+\w*)/,
        example: { file: 'xz', text: '\0xz (XZ Utils) 5.4.1\0', version: '5.4.1' },
      },
    ],
  },
  {
    name: 'zstd',
    files: /^(?:zstd|zstdmt|unzstd|libzstd\.so[\d.]*)$/,
    marks: [
      { version: /\0v(1\.\d+\.\d+)\0/, example: { file: 'zstd', text: '*** %s\0v1.5.4\0zstd\0', version: '1.5.4' } },
      { version: /[\x80-\xff](1\.[3-9]\.\d+)\0/, example: { file: 'libzstd.so.1.5.4', text: 'w\xca\xeb\x851.5.4\0\0', version: '1.5.4' } },
    ],
  },
  {
    name: 'jq',
    files: /^jq$/,
    marks: [
      { near: 'jq-1.', version: /\0jq-(1\.\d+(?:\.\d+)?)\0/, example: { file: 'jq', text: '\0jq-1.7.1\0', version: '1.7.1' } },
      {
        version: /\0(1\.\d+(?:\.\d+)?)\0/,
        example: { file: 'jq', text: 'Error: writing output failed: %s\n\x001.6\0DEBUG:\0', version: '1.6' },
      },
    ],
  },
  {
    name: 'ffmpeg',
    files: /^(?:ffmpeg|ffprobe|ffplay|lib(?:avcodec|avdevice|avfilter|avformat|avutil|postproc|swresample|swscale)\.so[\d.]*)$/,
    marks: [
      {
        near: 'FFmpeg version ',
        version: /\0?FFmpeg version n?(\d+\.\d+(?:\.\d+)?)/,
        example: { file: 'libavutil.so.57.28.100', text: '\0FFmpeg version 5.1.9\0', version: '5.1.9' },
      },
    ],
    covers:
      /(?:^|\/)lib(?:avcodec|avdevice|avfilter|avformat|avutil|postproc|swresample|swscale)\.so[\d.]*$|(?:^|\/)bin\/ff(?:probe|play)$/,
  },
  {
    name: 'util-linux',
    files: /^(?:mount|umount|lsblk|fdisk|sfdisk|blkid|findmnt|unshare|nsenter|su|runuser|more|getopt|flock|losetup|swapon|setpriv)$/,
    marks: [
      {
        near: 'util-linux ',
        version: /\0util-linux (\d+\.\d+(?:\.\d+)?)/,
        example: { file: 'mount', text: '\0util-linux 2.38.1\0', version: '2.38.1' },
      },
    ],
  },
  {
    name: 'krb5',
    files: /^libkrb5\.so[\d.]*$/,
    marks: [
      {
        near: 'KRB5_BRAND: krb5-',
        version: /KRB5_BRAND: krb5-(\d+\.\d+(?:\.\d+)?)/,
        example: { file: 'libkrb5.so.3.3', text: '\0KRB5_BRAND: krb5-1.20.1-final 1.20.1 20221111\0', version: '1.20.1' },
      },
    ],
  },
  {
    name: 'heimdal',
    files: /^lib(?:krb5|heimbase|gssapi|hx509|roken)\.so[\d.]*$/,
    marks: [
      {
        near: 'Heimdal ',
        version: /(?:\0|Version: )Heimdal (\d+\.\d+\.\d+)/,
        example: { file: 'libkrb5.so.26.0.0', text: '\0Heimdal 7.8.0\0', version: '7.8.0' },
      },
    ],
  },
  {
    name: 'glibc',
    files: /^(?:libc(?:-[\d.]+)?\.so(?:\.6)?|ld-linux[\w-]*\.so[\d.]*|ld-[\d.]+\.so)$/,
    marks: [
      {
        near: ') stable release version ',
        version: /\) stable release version (\d+\.\d+)\b/,
        example: { file: 'libc.so.6', text: 'GNU C Library (GNU libc) stable release version 2.36.\n', version: '2.36' },
      },
    ],
  },
  {
    name: 'musl',
    files: /^(?:ld-musl-\w+\.so\.1|libc\.musl-\w+\.so\.1)$/,
    marks: [
      {
        near: 'musl libc',
        version: /\0(1\.\d+\.\d+)\0/,
        example: { file: 'ld-musl-x86_64.so.1', text: '\x001.2.5\0musl libc (x86_64)\nVersion %s\n', version: '1.2.5' },
      },
    ],
  },
  {
    name: 'zlib',
    files: /^libz\.so[\d.]*$/,
    marks: [
      {
        near: ' Copyright 1995-',
        version: /(?:in|de)flate (1\.\d+(?:\.\d+)*) Copyright 1995-/,
        example: { file: 'libz.so.1.2.13', text: ' inflate 1.2.13 Copyright 1995-2022 Mark Adler \0', version: '1.2.13' },
      },
    ],
  },
  {
    name: 'expat',
    files: /^libexpat\.so[\d.]*$/,
    marks: [
      {
        near: 'expat_',
        version: /\0expat_(\d+\.\d+\.\d+)\0/,
        example: { file: 'libexpat.so.1.8.10', text: '\0expat_2.5.0\0', version: '2.5.0' },
      },
    ],
  },
  {
    name: 'libpng',
    files: /^libpng\d*\.so[\d.]*$/,
    marks: [
      {
        near: 'libpng version ',
        version: /libpng version (\d+\.\d+\.\d+)/,
        example: { file: 'libpng16.so.16.39.0', text: '\0libpng version 1.6.39\0', version: '1.6.39' },
      },
    ],
  },
  {
    name: 'libarchive',
    files: /^libarchive\.so[\d.]*$/,
    marks: [
      {
        near: 'libarchive ',
        version: /\0libarchive (\d+\.\d+\.\d+)\0/,
        example: { file: 'libarchive.so.13.6.2', text: '\0libarchive 3.6.2\0', version: '3.6.2' },
      },
    ],
  },
  {
    name: 'qt',
    files: /^libQt\dCore\.so[\d.]*$/,
    marks: [
      {
        near: 'Qt ',
        version: /\bQt (\d+\.\d+\.\d+) \(/,
        example: {
          file: 'libQt6Core.so.6.4.2',
          text: '\0Qt 6.4.2 (x86_64-little_endian-lp64 shared (dynamic) release build; by GCC 12.2.0)\0',
          version: '6.4.2',
        },
      },
    ],
    covers: /(?:^|\/)libQt\d\w+\.so[\d.]*$|(?:^|\/)qt\d?\/plugins\//,
  },
  {
    name: 'firefox',
    files: /^(?:firefox(?:-bin|-esr)?)$/,
    marks: [
      {
        near: '&version=',
        version: /&version=(\d+\.\d+(?:\.\d+)?)&buildid=/,
        example: {
          file: 'firefox',
          text: 'submit?id={ec8030f7-c20a-464f-9b0e-13a3a9e97384}&version=153.8.0&buildid=20261117185949\0',
          version: '153.8.0',
        },
      },
    ],
    covers: /(?:^|\/)firefox(?:-esr)?\//,
  },
  {
    name: 'tini',
    files: /^(?:tini(?:-static)?|docker-init)$/,
    marks: [
      {
        near: 'tini version ',
        version: /tini version (\d+\.\d+\.\d+)/,
        example: { file: 'tini', text: '\0tini version 0.19.0\0', version: '0.19.0' },
      },
    ],
  },
  {
    name: 'gawk',
    files: /^gawk(?:-[\d.]+)?$/,
    marks: [
      { near: 'GNU Awk ', version: /GNU Awk (\d+\.\d+\.\d+)/, example: { file: 'gawk', text: '\0GNU Awk 5.2.1\0', version: '5.2.1' } },
    ],
  },
  {
    name: 'nano',
    files: /^nano$/,
    marks: [
      { near: 'GNU nano ', version: /GNU nano (\d+\.\d+(?:\.\d+)?)/, example: { file: 'nano', text: '\0GNU nano 7.2\0', version: '7.2' } },
    ],
  },
  {
    name: 'rsync',
    files: /^rsync$/,
    marks: [{ version: /\0(3\.\d+\.\d+)\0/, example: { file: 'rsync', text: '\x003.2.7\0', version: '3.2.7' } }],
  },
];
