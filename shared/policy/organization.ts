/** An organisation by its id, or a unit of it by its path: `o-a1b2c3d4e5`, `o-a1b2c3d4e5/r-ab12/ou-ab12-cdefghij/`. */
export type Organization = string;

/**
 * The organisation or unit in which every path is that a pattern matches: `o-a1b2c3d4e5/r-ab12/ou-ab12-cdefghij/*`. An
 * organisation has one root, so that the path of the root is the organisation. `undefined`: the pattern shows no
 * organisation. "Understand the AWS Organizations entity path" (IAM User Guide).
 */
export function organizationIn(pattern: string): Organization | undefined {
  const [fixed = ''] = /^(?:(?![*?]|\$\{).)*/s.exec(pattern) ?? [];
  const whole = fixed === pattern && !fixed.endsWith('/') ? `${fixed}/` : fixed;
  const [, id, units = ''] = /^(o-[a-z0-9]+)\/(?:r-[a-z0-9]+\/((?:ou-[a-z0-9-]+\/)*))?/.exec(whole) ?? [];
  if (id === undefined) return undefined;
  return units === '' ? id : whole.slice(0, whole.indexOf(units) + units.length);
}

/** Whether an organisation or unit is, or is part of, one of the trusted. */
export function isWithin(organization: Organization, trusted: readonly Organization[]): boolean {
  return trusted.some((text) => {
    const outer = organizationIn(`${text.replace(/\/?\*?$/, '')}/`) ?? text;
    return `${organization.replace(/\/$/, '')}/`.startsWith(`${outer.replace(/\/$/, '')}/`);
  });
}
