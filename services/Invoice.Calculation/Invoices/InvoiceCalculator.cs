using Billing.Contracts;
using Billing.Rating;

namespace Billing.Invoice.Calculation;

/// <summary>
/// Makes a company's taxed invoice document from its input snapshot and its charge set: the same for preview and final. Pure: no clock, no I/O. One calculator
/// serves all companies of a run, from any thread.
/// </summary>
public sealed class InvoiceCalculator
{
    private const long LargestAmount = (1L << 53) - 1;

    private readonly TaxPolicies _policies;
    private readonly PinnedModules _modules;

    /// <exception cref="BillingException"><c>policy.unknown</c>: the pipeline names a value of a tax policy that does not exist.</exception>
    public InvoiceCalculator(PipelineDocument pipeline)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        _policies = TaxPolicies.Of(pipeline.Policies);
        _modules = new PinnedModules(pipeline);
    }

    /// <summary>
    /// The document, or one typed failure: <c>tax.rate_missing</c>, <c>invoice.refused</c>, <c>money.overflow</c>, <c>currency.mixed</c>, <c>fact.invalid</c>,
    /// <c>fact.pack_missing</c>, <c>module.unknown</c>. No charges at all: nothing to bill.
    /// </summary>
    /// <param name="chargeSetDigest">SHA-256 under which the charge set is stored.</param>
    /// <param name="revision">1 for the first invoice of a cycle.</param>
    public InvoiceOutcome Calculate(CompanyInput input, ChargeSet chargeSet, string chargeSetDigest, int revision)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(chargeSet);
        if (chargeSet.Charges.Count == 0)
            return InvoiceOutcome.NothingToBill;
        try
        {
            var basis = InvoiceBasis.Of(input, chargeSet.Charges, _policies);
            return _policies.RateCheck(basis)
                ?? (_policies.Prerequisites(basis) is { } lacking ? InvoiceOutcome.Refused(lacking) : new InvoiceOutcome(Document(basis, chargeSet, chargeSetDigest, revision), null));
        }
        catch (BillingException exception)
        {
            return InvoiceOutcome.Failed(exception.Error);
        }
        catch (OverflowException)
        {
            return InvoiceOutcome.Failed(Overflow(chargeSet.CompanyId, chargeSet.CompanyId));
        }
    }

    private InvoiceDocument Document(InvoiceBasis basis, ChargeSet chargeSet, string chargeSetDigest, int revision)
    {
        var (input, company) = (basis.Input, basis.Company);
        var currency = OneCurrency(company, basis.Charges);
        var taxes = TaxCalculator.Calculate(basis, _policies);
        var items = InvoiceItems.Of(basis, taxes, _modules);
        var subtotal = items.Sum(item => item.NetCents);
        var tax = items.Sum(item => item.TaxCents);
        var total = checked(subtotal + tax);
        if (Math.Max(Math.Abs(subtotal), Math.Max(Math.Abs(tax), Math.Abs(total))) > LargestAmount)
            throw new BillingException(Overflow(company.Label, company.CompanyId));

        return new InvoiceDocument
        {
            Kind = InvoiceKinds.Of(input.Context.Request, total),
            TenantId = chargeSet.TenantId,
            CompanyId = company.CompanyId,
            CompanyName = company.CompanyName,
            Period = input.Context.Period,
            Revision = revision,
            CurrencyCode = currency,
            TaxDate = input.Context.TaxDate,
            InputDigest = chargeSet.InputDigest,
            ChargeSetDigest = chargeSetDigest,
            PipelineDigest = chargeSet.PipelineDigest,
            Items = items,
            Bundles = InvoiceBundles.Of(basis, items),
            TaxLines = taxes.Lines,
            SubtotalCents = subtotal,
            TaxCents = tax,
            TotalCents = total,
            TaxExemption = basis.Exemption,
            Warnings = [.. chargeSet.Warnings, .. taxes.Warnings],
        };
    }

    private static string OneCurrency(TaxedCompany company, IReadOnlyList<Charge> charges)
    {
        foreach (var charge in charges)
        {
            if (!string.Equals(charge.CurrencyCode, company.CurrencyCode, StringComparison.Ordinal))
            {
                throw new BillingException(
                    ErrorCodes.CurrencyMixed,
                    $"Charge '{charge.Description}' is in {charge.CurrencyCode}, but company {company.Label} is billed in {company.CurrencyCode}.",
                    "Bill the company in one currency.",
                    company.CompanyId);
            }
        }

        return company.CurrencyCode;
    }

    private static BillingError Overflow(string company, string companyId) => new(
        ErrorCodes.MoneyOverflow,
        $"The invoice of company {company} has a sum beyond ±(2^53−1) cents.",
        "Look for a rate or quantity that is far too large, correct it and bill the company again.",
        companyId);
}
