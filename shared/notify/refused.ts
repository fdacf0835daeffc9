/** An error that `aws/failure.ts` takes for an answer: the event did not arrive. */
export function refused(name: string, message: string, httpStatusCode = 400): Error {
  return Object.assign(named(name, message), { $metadata: { httpStatusCode } });
}

export function named(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}
