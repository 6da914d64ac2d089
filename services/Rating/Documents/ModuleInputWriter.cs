using System.Runtime.InteropServices;
using System.Text.Json;
using Billing.Contracts;

namespace Billing.Rating;

/// <summary>
/// Writes what one call of a module gets, as minified canonical JSON, by copying rows out of the company's snapshot. Error <c>fact.pack_missing</c> for a pack that a
/// module needs and the snapshot does not hold.
/// </summary>
internal sealed class ModuleInputWriter
{
    private readonly InputDocument _input;
    private readonly IReadOnlyDictionary<string, IReadOnlyList<JsonElement>> _companyEvents;
    private readonly byte[] _context;

    /// <param name="companyEvents">Eligible events of the whole company, for stages.</param>
    public ModuleInputWriter(InputDocument input, IReadOnlyDictionary<string, IReadOnlyList<JsonElement>> companyEvents)
    {
        _input = input;
        _companyEvents = companyEvents;
        _context = RenderContext(input);
    }

    /// <summary>What the producers left in the company's buckets: stages get it in place of what there was before.</summary>
    public IReadOnlyList<Balance> Produced { get; set; } = [];

    /// <param name="items">Events and charges that went in.</param>
    public ReadOnlySpan<byte> Write(CanonicalOutput output, ModuleUse module, Scope? scope, StageCharges? charges, out int items)
    {
        items = charges?.Items.Count ?? 0;
        output.Truncate();
        output.Write("{\"abi\":1"u8);
        if (module.Args is not null)
        {
            output.Write(",\"args\":"u8);
            output.Write(module.Args);
        }

        if (scope is null && Produced.Count > 0)
            WriteProduced(output);
        else
            WriteBalances(output, scope);
        if (charges is not null && module.Charges != ChargeMembers.None)
        {
            output.Write(",\"charges\":"u8);
            output.Write(charges.Written(module.Charges));
        }

        output.Write(",\"context\":"u8);
        output.Write(_context);
        if (module.Events.Length > 0)
        {
            output.Write(",\"events\":"u8);
            items += WriteEvents(output, module, scope);
        }

        output.Write(",\"facts\":"u8);
        WriteFacts(output, module, scope);
        output.Write(",\"policies\":"u8);
        output.Write(module.Policies);
        if (scope is not null)
        {
            output.Write(",\"scope\":"u8);
            output.Write(JsonMarshal.GetRawUtf8Value(scope.Row));
        }

        output.Write("}"u8);
        return output.WrittenSpan;
    }

    /// <summary>The error <c>fact.pack_missing</c> for a module whose input is not written, because it is not called.</summary>
    public void RequirePacks(ModuleUse module)
    {
        foreach (var slice in module.Facts)
            _ = Rows(module, slice);
        foreach (var slice in module.Events)
            _ = Rows(module, slice, scope: null);
    }

    /// <summary>The events a call gets, by pack.</summary>
    public IEnumerable<(string Pack, IReadOnlyList<JsonElement> Rows)> Events(ModuleUse module, Scope? scope)
    {
        foreach (var slice in module.Events)
            yield return (slice.Pack, Rows(module, slice, scope));
    }

    private static byte[] RenderContext(InputDocument input)
    {
        var output = new CanonicalOutput(512);
        output.Write("{\"company\":"u8);
        output.Write(input.RawContext("company"));
        output.Write(",\"now\":"u8);
        output.Write(input.RawContext("now"));
        output.Write(",\"period\":"u8);
        output.Write(input.RawContext("period"));
        output.Write(",\"seed\":"u8);
        output.Write(input.RawContext("seed"));
        output.Write(",\"tenant_id\":"u8);
        output.Write(input.RawContext("tenant_id"));
        output.Write("}"u8);
        return output.WrittenSpan.ToArray();
    }

    private void WriteBalances(CanonicalOutput output, Scope? scope)
    {
        if (_input.Balances.Count == 0)
            return;
        output.Write(",\"balances\":["u8);
        var any = false;
        foreach (var balance in _input.Balances)
        {
            if (scope is null || string.Equals(balance.TextOrNull("balances", "assignment_id"), scope.AssignmentId, StringComparison.Ordinal))
                WriteRow(output, balance, ref any);
        }

        output.Write("]"u8);
    }

    private void WriteProduced(CanonicalOutput output)
    {
        output.Write(",\"balances\":"u8);
        ChargeSetWriter.WriteAll(output, Produced, BillingJson.Default.Balance);
    }

    private int WriteEvents(CanonicalOutput output, ModuleUse module, Scope? scope)
    {
        var count = 0;
        output.Write("{"u8);
        for (var i = 0; i < module.Events.Length; i++)
        {
            if (i > 0)
                output.Write(","u8);
            output.Write(module.Events[i].Member);
            output.Write("["u8);
            var any = false;
            foreach (var row in Rows(module, module.Events[i], scope))
            {
                WriteRow(output, row, ref any);
                count++;
            }

            output.Write("]"u8);
        }

        output.Write("}"u8);
        return count;
    }

    private void WriteFacts(CanonicalOutput output, ModuleUse module, Scope? scope)
    {
        output.Write("{"u8);
        for (var i = 0; i < module.Facts.Length; i++)
        {
            if (i > 0)
                output.Write(","u8);
            output.Write(module.Facts[i].Member);
            WriteRows(output, module.Facts[i].Filter, Rows(module, module.Facts[i]), scope);
        }

        output.Write("}"u8);
    }

    private static void WriteRows(CanonicalOutput output, RowFilter filter, PackRows? pack, Scope? scope)
    {
        if (filter.IsEmpty && pack is not null)
        {
            output.Write(pack.Utf8);
            return;
        }

        output.Write("["u8);
        var any = false;
        foreach (var row in pack?.Rows ?? [])
        {
            if (filter.Admits(row, scope?.Row ?? default))
                WriteRow(output, row, ref any);
        }

        output.Write("]"u8);
    }

    /// <summary>Null for an optional pack that was not fetched.</summary>
    private PackRows? Rows(ModuleUse module, PackSlice slice) =>
        _input.FindFactRows(slice.Pack) ?? (slice.IsOptional ? null : throw InputDocument.PackMissing(slice.Pack, module.Name));

    private IReadOnlyList<JsonElement> Rows(ModuleUse module, PackSlice slice, Scope? scope)
    {
        if (!slice.IsOptional && _input.FindEvents(slice.Pack) is null)
            throw InputDocument.PackMissing(slice.Pack, module.Name);
        if (scope is not null)
            return scope.Events.TryGetValue(slice.Pack, out var given) ? given : [];
        var all = _companyEvents.GetValueOrDefault(slice.Pack) ?? [];
        return slice.Filter.IsEmpty ? all : [.. all.Where(row => slice.Filter.Admits(row, default))];
    }

    private static void WriteRow(CanonicalOutput output, JsonElement row, ref bool any)
    {
        if (any)
            output.Write(","u8);
        any = true;
        output.Write(JsonMarshal.GetRawUtf8Value(row));
    }
}
