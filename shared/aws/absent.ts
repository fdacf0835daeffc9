/** The answer of a call; `undefined` where AWS says by one of these errors that there is no such thing. Every other error is thrown. */
export async function absentOn<T>(
  errorNames: string | readonly string[],
  call: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Error && [errorNames].flat().includes(error.name)) return undefined;
    throw error;
  }
}
