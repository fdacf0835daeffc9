import { ACCESS } from './ellipsis-drive-access.ts';
import { STORED } from './ellipsis-drive-stored.ts';
import type { Checklist } from './statement.ts';

/** @see https://docs.ellipsis-drive.com/installation/deployment/security-and-compliance */
export const ellipsisDrive: Checklist = {
  name: 'ellipsis-drive',
  title: 'Ellipsis Drive security checklist',
  page: 'https://docs.ellipsis-drive.com/installation/deployment/security-and-compliance',
  statements: [...ACCESS, ...STORED],
};
