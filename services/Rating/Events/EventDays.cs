using System.Runtime.InteropServices;
using System.Text.Json;
using Billing.Contracts;

namespace Billing.Rating;

/// <summary>The days on which an event begins and ends, in the company's time zone; the same day for an event that is a moment.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EventDays(DateOnly First, DateOnly Last)
{
    /// <summary>Null for packs without dates.</summary>
    public static EventDays? Of(FactPack pack, JsonElement row, CompanyCalendar calendar)
    {
        if (pack.DateField is not { } field)
            return null;
        var type = pack.Fields.First(known => string.Equals(known.Name, field, StringComparison.Ordinal)).Type;
        var first = type == FactType.Date ? row.Date(pack.Name, field) : calendar.DayOf(row.Instant(pack.Name, field));
        var last = string.Equals(pack.Name, TimeEntries.Pack, StringComparison.Ordinal) ? calendar.DayOf(row.Instant(pack.Name, TimeEntries.End)) : first;
        return new EventDays(first, last);
    }
}
