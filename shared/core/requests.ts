/** What a person can ask of Plumbline: the values of `do`. */
export const REQUESTS = [
  'show',
  'approve',
  'undo',
  'restore',
  'exempt',
  'snooze',
  'pause',
  'resume',
  'reset',
  'acknowledge',
  'log',
  'status',
  'facts',
  'list',
] as const;

export type RequestName = (typeof REQUESTS)[number];
