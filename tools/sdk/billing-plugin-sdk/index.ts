export { fail, hasFailed } from "./assembly/failure";
export { JsonReader } from "./assembly/json/reader";
export { JsonSlice } from "./assembly/json/slice";
export { compareTexts } from "./assembly/json/source";
export { JsonWriter } from "./assembly/json/writer";

export { MAX_CENTS, addCents, isCents, mulDiv, subtractCents } from "./assembly/money/cents";
export { Decimal, powerOfTen } from "./assembly/money/decimal";
export { Rounding } from "./assembly/money/rounding";
export { Allotment, Weights, allocate, roundEach } from "./assembly/money/allocation";
export { ExactCents } from "./assembly/money/exact";
export { Proration } from "./assembly/money/proration";
export { NO_TIER, OPEN_TIER, Tier, TierPart, UNIT, graduate, tierAt } from "./assembly/money/tiers";

export { addCycles, hasAnniversary } from "./assembly/dates/billing-cycle";
export { CalendarDate, Day, OPEN_END, addMonths, dayOf, dayText, daysInMonth, isLeap } from "./assembly/dates/day";
export { Instant, MILLIS_PER_HOUR, MILLIS_PER_MINUTE, parseInstant } from "./assembly/dates/instant";
export { DayRange } from "./assembly/dates/day-range";

export { BillingPeriod, Context, Input } from "./assembly/documents/input";
export { Packs, readObject, readRows } from "./assembly/documents/rows";
export { WorkedTime } from "./assembly/documents/worked-time";
export { Policies, Switch } from "./assembly/documents/policies";
export { Charge } from "./assembly/documents/charge";
export { deduction } from "./assembly/documents/deduction";
export { Remainders, isDeduction } from "./assembly/documents/remainders";
export { Metadata } from "./assembly/documents/metadata";
export { Tags } from "./assembly/documents/tags";
export { Balance, ConsumedEvent, Output } from "./assembly/documents/output";
export { ValidationFailure, Verdict } from "./assembly/documents/verdict";
export { Term, termsOf } from "./assembly/documents/terms";
export { Warning } from "./assembly/documents/warning";
export { Window, coversADay, coversOrTouchesEnd, daysInForce } from "./assembly/documents/windows";

export { Flag, Integer, readFlag, readInteger } from "./assembly/json/nullable";
export * from "./assembly/facts/index";
