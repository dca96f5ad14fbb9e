import { describe, expect, it } from 'vitest';
import { readPem, writePem } from './pem.ts';

const bytes = Buffer.alloc(60, 1);

describe('writePem', () => {
  it('is as Go writes it', () => {
    expect(writePem('CERTIFICATE', bytes)).toBe(
      `-----BEGIN CERTIFICATE-----\n${'AQEB'.repeat(16)}\n${'AQEB'.repeat(4)}\n-----END CERTIFICATE-----\n`,
    );
  });

  it('has headers with Proc-Type first and the others by name', () => {
    const headers = new Map([
      ['role', 'targets'],
      ['Proc-Type', '4,ENCRYPTED'],
      ['gun', 'a/b'],
      ['DEK-Info', 'x'],
    ]);
    const text = writePem('PRIVATE KEY', Buffer.from('a'), headers);
    expect(text).toBe(
      '-----BEGIN PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: x\ngun: a/b\nrole: targets\n\nYQ==\n-----END PRIVATE KEY-----\n',
    );
    expect(readPem(text)).toEqual([{ label: 'PRIVATE KEY', headers, bytes: Buffer.from('a') }]);
  });

  it('puts Proc-Type first wherever it stood', () => {
    const headers = new Map([
      ['Proc-Type', 'p'],
      ['A', 'a'],
    ]);
    expect(writePem('X', bytes, headers)).toContain('\nProc-Type: p\nA: a\n\n');
    expect(writePem('X', bytes, new Map([...headers].reverse()))).toContain('\nProc-Type: p\nA: a\n\n');
  });
});

describe('readPem', () => {
  it('reads several blocks, with any line ends and spaces after them', () => {
    const text = `\r\n${writePem('A', bytes)}\n  \n${writePem('B B-1', Buffer.from('b'))}`.replaceAll('\n', ' \t\r\n');
    expect(readPem(text).map(({ label, headers, bytes: content }) => [label, headers.size, content.toString('hex')])).toEqual([
      ['A', 0, bytes.toString('hex')],
      ['B B-1', 0, '62'],
    ]);
  });

  it('accepts a last line without a line break', () => {
    expect(readPem(writePem('A', bytes).trimEnd())).toHaveLength(1);
  });

  it.each<[string, string]>([
    ['', 'is empty'],
    ['\n \n', 'is empty'],
    ['x', 'has text outside of its blocks in line 1'],
    [`${writePem('A', bytes)}x`, 'has text outside of its blocks in line 5'],
    [`x\n${writePem('A', bytes)}`, 'has text outside of its blocks in line 1'],
    ['-----BEGIN A-----\nYQ==\n', 'has the PEM block A, which does not end'],
    ['-----BEGIN A-----\nYQ==\n-----END B-----\n', 'has the PEM block A, which does not end'],
    ['-----BEGIN a-----\nYQ==\n-----END a-----\n', 'has text outside of its blocks in line 1'],
    [' -----BEGIN A-----\nYQ==\n-----END A-----\n', 'has text outside of its blocks in line 1'],
    [`-----BEGIN ${'A'.repeat(64)}-----\nYQ==\n-----END ${'A'.repeat(64)}-----\n`, 'has text outside of its blocks in line 1'],
    ['-----BEGIN A-----\n-----END A-----\n', 'has the PEM block A, which is not base64'],
    ['-----BEGIN A-----\nYQ\n-----END A-----\n', 'has the PEM block A, which is not base64'],
    ['-----BEGIN A-----\nYQ==\nYQ==\n-----END A-----\n', 'has the PEM block A, which is not base64'],
    ['-----BEGIN A-----\nYR==\n-----END A-----\n', 'has the PEM block A, which is not base64'],
    ['-----BEGIN A-----\nrole: a\nYQ==\n-----END A-----\n', 'has the PEM block A, whose header lines do not end'],
    ['-----BEGIN A-----\nrole: a\nrole: b\n\nYQ==\n-----END A-----\n', 'has the PEM block A with an invalid header line'],
    ['-----BEGIN A-----\nrole: a\nnothing\n\nYQ==\n-----END A-----\n', 'has the PEM block A with an invalid header line'],
    ['-----BEGIN A-----\nYQ==\n-----BEGIN A-----\nYQ==\n-----END A-----\n', 'has the PEM block A, which is not base64'],
  ])('refuses %j', (text, message) => {
    expect(() => readPem(text)).toThrow(expect.objectContaining({ name: 'PemError', message }));
  });

  it('accepts a header without a space and one without a value', () => {
    const [block] = readPem('-----BEGIN A-----\npath:\ngun:x y\n\nYQ==\n-----END A-----\n');
    expect([...block.headers]).toEqual([
      ['path', ''],
      ['gun', 'x y'],
    ]);
  });
});
