import { contextTag, derTags } from '../../../src/trust/sigstore/der/der-element.ts';
import { encodeDer } from '../../../src/trust/sigstore/der/encode-der.ts';

export const sequence = (...parts: readonly Buffer[]): Buffer => encodeDer(derTags.sequence, Buffer.concat(parts));
export const set = (...parts: readonly Buffer[]): Buffer => encodeDer(derTags.set, Buffer.concat(parts));
export const octets = (bytes: Buffer): Buffer => encodeDer(derTags.octetString, bytes);
export const bits = (bytes: Buffer): Buffer => encodeDer(derTags.bitString, Buffer.concat([Buffer.from([0]), bytes]));
export const utf8 = (text: string): Buffer => encodeDer(derTags.utf8String, Buffer.from(text));
export const boolean = (value: boolean): Buffer => encodeDer(derTags.boolean, Buffer.from([value ? 0xff : 0]));
export const small = (value: number): Buffer => encodeDer(derTags.integer, Buffer.from([value]));
export const explicit = (number: number, ...parts: readonly Buffer[]): Buffer =>
  encodeDer(contextTag(number, 'constructed'), Buffer.concat(parts));
export const generalizedTime = (time: Date): Buffer => encodeDer(derTags.generalizedTime, Buffer.from(`${digits(time)}Z`));
export const utcTime = (time: Date): Buffer => encodeDer(derTags.utcTime, Buffer.from(`${digits(time).slice(2)}Z`));

export function objectIdentifier(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((arc) => {
    const groups = [arc % 128];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) groups.unshift(0x80 | (left % 128));
    return groups;
  });
  return encodeDer(derTags.objectIdentifier, Buffer.from(bytes));
}

const digits = (time: Date): string => time.toISOString().replace(/\D/g, '').slice(0, 14);
