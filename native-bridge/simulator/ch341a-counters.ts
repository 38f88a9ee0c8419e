// What a simulated CH341A counted: the evidence tests and the bench judge a job by.

export interface Ch341aCounters {
  outTransfers: number;
  outBytes: number;
  inTransfers: number;
  inBytes: number;
  slots: number;
  spiBytes: number;
  /** Submissions that found the pipe idle. */
  roundTrips: number;
  deepestIn: number;
  /** Stream codes the device does not know. */
  illegal: number;
}

export function newCh341aCounters(): Ch341aCounters {
  return {
    outTransfers: 0,
    outBytes: 0,
    inTransfers: 0,
    inBytes: 0,
    slots: 0,
    spiBytes: 0,
    roundTrips: 0,
    deepestIn: 0,
    illegal: 0,
  };
}
