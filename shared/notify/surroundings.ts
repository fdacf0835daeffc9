import type { ShownIds } from '../core/controls.ts';

/** What a notification says besides the event. */
export interface Surroundings {
  /** The title of a kind for people: `EC2 security group`. */
  title(kind: string): string;
  /** The service of a kind for machines: `ec2`. */
  service(kind: string): string;
  /** Plumbline's own region. */
  readonly region: string;
  /** The name of the function that answers requests of people; left out where there is none. */
  readonly respond?: string;
  /** `url`: requests are taken by the URL of that function, which says who makes them. */
  readonly requests?: 'url' | undefined;
  /** Which ids of controls are shown. */
  readonly shown: ShownIds;
  /** What was deployed. */
  readonly remediation: 'off' | 'approve' | 'auto';
}
