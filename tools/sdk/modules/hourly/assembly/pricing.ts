import { Decimal, ExactCents, MILLIS_PER_HOUR, MILLIS_PER_MINUTE, Policies, Rounding, fail } from "@alga/billing-plugin-sdk";
import { Overtime } from "./overtime";
import { Duration, OvertimeHours, OvertimeTerms, OwnRate, Reading, customRates, durations, hours, overtimeHours, overtimeTerms, seconds, userTypeRates } from "./policies";
import { Work } from "./work";

/** Prices entries in the order in which they are given: hours add up. */
export class Pricing {
  private readonly duration: Duration;
  private readonly seconds: Reading;
  private readonly hours: Reading;
  private readonly overtimeHours: OvertimeHours;
  private readonly overtimeTerms: OvertimeTerms;
  private readonly userTypeRate: OwnRate;
  private readonly customRate: OwnRate;

  constructor(
    policies: Policies,
    private readonly planOvertime: Overtime | null,
  ) {
    this.duration = durations().in(policies);
    this.seconds = seconds().in(policies);
    this.hours = hours().in(policies);
    this.overtimeHours = overtimeHours().in(policies);
    this.overtimeTerms = overtimeTerms().in(policies);
    this.userTypeRate = userTypeRates().in(policies);
    this.customRate = customRates().in(policies);
  }

  /** Failures: `hourly.terms_invalid` for a negative minimum or step, `hourly.rate_missing`, and those of money. */
  price(work: Work): void {
    this.measure(work);
    this.rate(work);
    this.split(work);
    const cents = new ExactCents();
    const subject = work.entry.entry_id;
    cents.add(new Decimal(work.billed - work.overtime, 0), work.rate, subject);
    cents.add(new Decimal(work.overtime, 0), work.overtime_rate, subject);
    work.cents = cents.cents(Rounding.HalfAwayFromZero, MILLIS_PER_HOUR);
  }

  private measure(work: Work): void {
    const terms = work.terms;
    if (terms.minimumMinutes < 0 || terms.stepMinutes < 0) {
      fail("hourly.terms_invalid", "service '" + terms.catalog.service_name + "' has a negative minimum or step of minutes", terms.id);
      return;
    }
    work.counted = this.seconds(this.duration(work.worked));
    const atLeast = max(work.counted, terms.minimumMinutes * MILLIS_PER_MINUTE);
    const step = terms.stepMinutes * MILLIS_PER_MINUTE;
    const stepped = step == 0 ? atLeast : ((atLeast + step - 1) / step) * step;
    work.billed = this.hours(stepped);
  }

  private rate(work: Work): void {
    const userType = this.userTypeRate(work.terms, work.entry);
    if (userType !== null) return set(work, userType, "user_type");
    const custom = this.customRate(work.terms, work.entry);
    if (custom !== null) return set(work, custom, "plan");
    const usual = work.terms.catalog.default_rate_cents;
    if (usual !== null) return set(work, usual, "catalog");
    fail("hourly.rate_missing", "service '" + work.terms.catalog.service_name + "' has time and neither a rate of the plan nor one of the catalogue", work.terms.id);
  }

  private split(work: Work): void {
    const rule = this.overtimeTerms(work.terms, this.planOvertime);
    if (rule === null) return;
    work.overtime = this.overtimeHours(rule, work.billed);
    rule.counted += work.billed;
    if (work.overtime == 0) return;
    work.overtime_rule = rule;
    work.overtime_rate = rule.rate(work.rate);
  }
}

function set(work: Work, rate: Decimal, source: string): void {
  work.rate = rate;
  work.rate_source = source;
}
