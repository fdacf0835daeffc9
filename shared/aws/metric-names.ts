/** One name a metric, in the namespace `Plumbline`; alarms and the dashboard rest on them. */
export type MetricName =
  | 'DriftOpened'
  | 'DriftResolved'
  | 'DriftRemediated'
  /** Milliseconds from the change to its being recorded as drift. */
  | 'TimeToDetect'
  /** Milliseconds from the change to its being put back. */
  | 'TimeToRemediate'
  /** Remediation asks a person, because it was paused, met its limit or is fought by something. */
  | 'RemediationStopped'
  | 'RemediationFailed'
  /** A message could not be dealt with; it comes again. */
  | 'CouldNotCheck'
  /** A rule could not say. */
  | 'Undetermined'
  /** The daily change came through the whole chain. */
  | 'HeartbeatArrived'
  /** An alert was not told on a channel, surely or perhaps; it is tried again. By channel. */
  | 'DeliveryFailed';
