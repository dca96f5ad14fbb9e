import { contextTag, derTags } from '../../../src/trust/x509/der-tags.ts';
import { writeDer } from '../../../src/trust/x509/der-writer.ts';

export const sequence = (...parts: readonly Buffer[]): Buffer => writeDer(derTags.sequence, Buffer.concat(parts));
export const set = (...parts: readonly Buffer[]): Buffer => writeDer(derTags.set, Buffer.concat(parts));
export const octets = (bytes: Buffer): Buffer => writeDer(derTags.octetString, bytes);
export const bits = (bytes: Buffer): Buffer => writeDer(derTags.bitString, Buffer.concat([Buffer.from([0]), bytes]));
export const utf8 = (text: string): Buffer => writeDer(derTags.utf8String, Buffer.from(text));
export const boolean = (value: boolean): Buffer => writeDer(derTags.boolean, Buffer.from([value ? 0xff : 0]));
export const small = (value: number): Buffer => writeDer(derTags.integer, Buffer.from([value]));
export const explicit = (number: number, ...parts: readonly Buffer[]): Buffer =>
  writeDer(contextTag(number, 'constructed'), Buffer.concat(parts));
export const generalizedTime = (time: Date): Buffer => writeDer(derTags.generalizedTime, Buffer.from(`${digits(time)}Z`));
export const utcTime = (time: Date): Buffer => writeDer(derTags.utcTime, Buffer.from(`${digits(time).slice(2)}Z`));

export function objectIdentifier(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((arc) => {
    const groups = [arc % 128];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) groups.unshift(0x80 | (left % 128));
    return groups;
  });
  return writeDer(derTags.objectIdentifier, Buffer.from(bytes));
}

const digits = (time: Date): string => time.toISOString().replace(/\D/g, '').slice(0, 14);
