/** The metrics in the namespace `Plumbline`. Alarms and the dashboard use them. */
export type MetricName =
  | 'DriftOpened'
  | 'DriftResolved'
  /** Some activity was reported. */
  | 'NoticeReported'
  | 'DriftRemediated'
  /** The number of open findings when a sweep began. By severity. */
  | 'OpenFindings'
  /** Milliseconds from the change until it was recorded as drift. */
  | 'TimeToDetect'
  /** Milliseconds from the change until it was remediated. */
  | 'TimeToRemediate'
  /** Remediation waits for a person: it is paused, its limit is reached, or the resource is flapping. */
  | 'RemediationStopped'
  /** Somebody paused, resumed or reset remediation. By request. */
  | 'RemediationControlled'
  | 'RemediationFailed'
  /** A message failed, and is received again. */
  | 'CouldNotCheck'
  /** A message named a resource that this deployment does not judge: of another account or region. */
  | 'ForeignEvent'
  /** A rule could not judge a resource. */
  | 'Undetermined'
  /** The daily heartbeat came through the whole chain. */
  | 'HeartbeatArrived'
  /** An event was not, or perhaps not, delivered on a channel, and is tried again. By channel. */
  | 'DeliveryFailed';
