/** The answer of a call; `undefined` where AWS answers with one of these errors. Throws every other error. */
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
