import { type StructureCheck } from '../secret-rule.ts';

/** OpenAI's keys have the base64 of "OpenAI" in their middle. */
export const openaiMarker: StructureCheck = (value) =>
  value.includes('T3BlbkFJ') ? { is: 'valid' } : { is: 'doubtful', note: 'it has no mark of OpenAI in its middle' };
