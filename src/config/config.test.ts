import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cacheDirectory } from './cache-directory.ts';
import { readProxySettings } from './read-proxy-settings.ts';
import { terminalWidth, useColor, useProgress, useHyperlinks } from './terminal.ts';
import { threadCount } from './thread-count.ts';
import { unknownSeverity } from './unknown-severity.ts';

describe('cacheDirectory', () => {
  it.each([
    [{ PRATIQUE_CACHE_DIR: '/own', XDG_CACHE_HOME: '/xdg' }, 'linux', '/own'],
    [{ XDG_CACHE_HOME: '/xdg' }, 'linux', '/xdg/pratique'],
    [{ XDG_CACHE_HOME: 'relative' }, 'linux', join(homedir(), '.cache/pratique')],
    [{ PRATIQUE_CACHE_DIR: '' }, 'linux', join(homedir(), '.cache/pratique')],
    [{}, 'darwin', join(homedir(), 'Library/Caches/pratique')],
    [{ LOCALAPPDATA: '/local' }, 'win32', '/local/pratique'],
  ])('%j on %s', (environment, platform, expected) => {
    expect(cacheDirectory(environment, platform)).toBe(expected);
  });
});

describe('useHyperlinks', () => {
  it.each([
    [{ isTTY: true }, { TERM_PROGRAM: 'iTerm.app' }, true],
    [{ isTTY: true }, { TERM: 'xterm-kitty' }, true],
    [{ isTTY: true }, { TERM: 'foot-extra' }, true],
    [{ isTTY: true }, { VTE_VERSION: '7200' }, true],
    [{ isTTY: true }, { VTE_VERSION: '4900' }, false],
    [{ isTTY: true }, { WT_SESSION: 'x' }, true],
    [{ isTTY: true }, { KONSOLE_VERSION: '230800' }, true],
    [{ isTTY: true }, { TERM: 'xterm-256color' }, false],
    [{ isTTY: true }, { TERM: 'dumb', TERM_PROGRAM: 'vscode' }, false],
    [{ isTTY: true }, { CI: 'true', TERM_PROGRAM: 'vscode' }, false],
    [{}, { TERM_PROGRAM: 'vscode' }, false],
    [{}, { FORCE_HYPERLINK: '1' }, true],
    [{ isTTY: true }, { FORCE_HYPERLINK: '0', TERM_PROGRAM: 'vscode' }, false],
    [{ isTTY: true }, { FORCE_HYPERLINK: '', TERM_PROGRAM: 'vscode' }, true],
  ])('%j with %j: %s', (stream, environment, expected) => {
    expect(useHyperlinks(stream, environment)).toBe(expected);
  });
});

describe('useColor', () => {
  it.each([
    [true, {}, true],
    [false, {}, false],
    [true, { NO_COLOR: '1' }, false],
    [true, { NO_COLOR: '' }, true],
    [true, { TERM: 'dumb' }, false],
    [false, { FORCE_COLOR: '' }, true],
    [true, { FORCE_COLOR: '0' }, false],
    [false, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
  ])('terminal %s with %j', (isTTY, environment, expected) => {
    expect(useColor({ isTTY }, environment)).toBe(expected);
  });
});

describe('useProgress', () => {
  it.each([
    [true, {}, true],
    [false, {}, false],
    [true, { CI: 'true' }, false],
    [true, { CI: 'false' }, true],
    [true, { TERM: 'dumb' }, false],
  ])('terminal %s with %j', (isTTY, environment, expected) => {
    expect(useProgress({ isTTY }, environment)).toBe(expected);
  });
});

describe('terminalWidth', () => {
  it.each([
    [{ isTTY: true, columns: 120 }, { COLUMNS: '60' }, 120],
    [{}, { COLUMNS: '60' }, 60],
    [{}, { COLUMNS: 'x' }, 80],
    [{ isTTY: true, columns: 10 }, {}, 40],
    [{ isTTY: true, columns: 1000 }, {}, 200],
  ])('%j with %j', (stream, environment, expected) => {
    expect(terminalWidth(stream, environment)).toBe(expected);
  });
});

describe('readProxySettings', () => {
  it.each([
    [{}, {}],
    [{ HTTPS_PROXY: 'http://a', https_proxy: 'http://b' }, { https: 'http://b' }],
    [
      { HTTP_PROXY: 'http://a', NO_PROXY: 'x,y' },
      { http: 'http://a', exceptions: 'x,y' },
    ],
    [{ HTTP_PROXY: 'http://a', REQUEST_METHOD: 'GET' }, {}],
  ])('%j', (environment, expected) => {
    expect(readProxySettings(environment)).toEqual(expected);
  });
});

describe('unknownSeverity', () => {
  it.each([
    [{}, 'warn'],
    [{ PRATIQUE_UNKNOWN_SEVERITY: '' }, 'warn'],
    [{ PRATIQUE_UNKNOWN_SEVERITY: 'fail' }, 'fail'],
  ])('%j', (environment, expected) => {
    expect(unknownSeverity(environment)).toBe(expected);
  });
  it('refuses other values', () => {
    expect(() => unknownSeverity({ PRATIQUE_UNKNOWN_SEVERITY: 'FAIL' })).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID' }) as Error,
    );
  });
});

describe('threadCount', () => {
  it.each([
    [{}, undefined],
    [{ PRATIQUE_THREADS: '3' }, 3],
    [{ PRATIQUE_THREADS: '0' }, 0],
  ])('%j', (environment, expected) => {
    expect(threadCount(environment)).toBe(expected);
  });
  it.each(['-1', '65', '1.5', 'x'])('refuses %s', (text) => {
    expect(() => threadCount({ PRATIQUE_THREADS: text })).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }) as Error);
  });
});
