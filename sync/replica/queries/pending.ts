/**
 * Of pending ops, in a WHERE: acknowledged ops come before them, so an index of the acknowledged finds both, and a sale
 * need not write one of the pending.
 */
export const AFTER_ACKNOWLEDGED = `seq > coalesce(
  (SELECT seq FROM outbox WHERE state = 'acknowledged' ORDER BY seq DESC LIMIT 1), 0)`
