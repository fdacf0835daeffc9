/** A setting of the deployment. @throws where the template did not set it. */
export function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`The environment variable ${name} is not set.`);
  return value;
}

/** A setting that a deployment may leave out. */
export function optional(name: string): string | undefined {
  return process.env[name] || undefined;
}
