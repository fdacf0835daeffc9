/** Records of calls on the MFA devices of root name it so. No user can have a name with a space. */
export function isRootName(userName: string): boolean {
  return userName === 'AWS ROOT USER';
}
