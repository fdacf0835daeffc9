import type { Grant as S3Grant } from '@aws-sdk/client-s3';
import type { Grant } from './acl.ts';

export function grantsIn(grants: readonly S3Grant[] = []): Grant[] {
  return grants.flatMap(({ Grantee, Permission }) => {
    const grantee = Grantee?.URI ?? Grantee?.ID ?? Grantee?.EmailAddress;
    return grantee && Permission ? [{ grantee, permission: Permission }] : [];
  });
}

export function grantFor({ grantee, permission }: Grant): S3Grant {
  const Permission = permission as NonNullable<S3Grant['Permission']>;
  if (/^https?:/.test(grantee)) return { Grantee: { Type: 'Group', URI: grantee }, Permission };
  if (grantee.includes('@')) return { Grantee: { Type: 'AmazonCustomerByEmail', EmailAddress: grantee }, Permission };
  return { Grantee: { Type: 'CanonicalUser', ID: grantee }, Permission };
}
