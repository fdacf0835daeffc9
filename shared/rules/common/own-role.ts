import { OWN_PREFIX } from '../../resources/own-component/names.ts';

/** Whether an IAM entity is a role of Plumbline itself: without its rights Plumbline sees and fixes nothing. */
export function isOwnRole(id: string): boolean {
  return id.startsWith(`role/${OWN_PREFIX}`);
}

export const OWN_ROLE = 'It is a role of Plumbline itself, which only a deployment changes.';
