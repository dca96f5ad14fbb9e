/** One record is not what its format says; the message says where. The record becomes an issue, the rest goes on. */
export class RecordError extends Error {
  override readonly name = 'RecordError';
}
