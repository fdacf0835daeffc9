/** What a text needs to know beside the entry. */
export interface Surroundings {
  /** Titles of kinds, for people: `EC2 security group`. */
  title(kind: string): string;
  /** The service of a kind, for machines: `ec2`. */
  service(kind: string): string;
  /** Where Plumbline runs. */
  readonly region: string;
  /** The name of the function that takes requests of people; left out where there is none. */
  readonly respond?: string;
  /** What was deployed. */
  readonly remediation: 'off' | 'approve' | 'auto';
}
