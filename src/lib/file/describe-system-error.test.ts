import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { describeSystemError } from './describe-system-error.ts';

describe('describeSystemError', () => {
  it.each([
    ['/proc/none', 'no such file or directory'],
    ['/proc', 'it is a directory'],
    ['/proc/version/x', 'a part of the path is not a directory'],
  ])('says in words why %s cannot be read', (path, expected) => {
    let caught: unknown;
    try {
      readFileSync(path);
    } catch (error) {
      caught = error;
    }
    expect(describeSystemError(caught)).toBe(expected);
  });

  it('gives the message of an error that is none of the system, or has no words', () => {
    expect(describeSystemError(new Error('no reason'))).toBe('no reason');
    expect(describeSystemError(Object.assign(new Error('EMULTIHOP: multihop attempted'), { code: 'EMULTIHOP' }))).toBe(
      'EMULTIHOP: multihop attempted',
    );
  });
});
