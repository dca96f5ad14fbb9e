/** The value, or the code of the error; other errors as they are. */
export function outcomeCode<T>(promise: Promise<T>): Promise<T | string> {
  return promise.catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
    throw error;
  });
}
