import { AssignmentRow, Balance, Input, OPEN_END } from "@alga/billing-plugin-sdk";
import { Bucket } from "./bucket";
import { Rollover } from "./rollover";

/**
 * The movement of one bucket over the period: opening + granted + overage = used + closing + expired. What was carried in is used first; what is left of it lapses on its day of expiry,
 * what is left of the grant is carried on where the plan allows it.
 */
export function balance(input: Input, scope: AssignmentRow, bucket: Bucket, rollover: Rollover): Balance {
  const period = input.context.period;
  const used = bucket.used_minutes;
  const openingLeft = max<i64>(0, bucket.opening_minutes - used);
  const grantLeft = min(bucket.granted_minutes, max<i64>(0, bucket.available_minutes - used));
  const carries = bucket.config.rollover_allowed && rollover.carries;
  const kept = carries && bucket.opening_expires > period.end ? openingLeft : 0;
  const rolled = carries ? grantLeft : 0;

  const closed = new Balance();
  closed.assignment_id = scope.assignment_id;
  closed.service_id = bucket.service_id;
  closed.period_start = period.start;
  closed.period_end = period.end;
  closed.opening_minutes = bucket.opening_minutes;
  closed.granted_minutes = bucket.granted_minutes;
  closed.used_minutes = used;
  closed.rolled_over_minutes = rolled;
  closed.expired_minutes = openingLeft + grantLeft - kept - rolled;
  closed.closing_minutes = kept + rolled;
  closed.expires = rolled > 0 ? rollover.expiry(period.start, period) : OPEN_END;
  if (kept > 0) closed.expires = rolled > 0 ? max(closed.expires, bucket.opening_expires) : bucket.opening_expires;
  return closed;
}
