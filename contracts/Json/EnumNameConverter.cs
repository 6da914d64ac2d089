using System.Text.Json.Serialization;

namespace Billing.Contracts;

/// <summary>Enum members by their <see cref="JsonStringEnumMemberNameAttribute"/>; a number is refused, so that no document depends on the order of members.</summary>
public sealed class EnumNameConverter<TEnum>() : JsonStringEnumConverter<TEnum>(namingPolicy: null, allowIntegerValues: false)
    where TEnum : struct, Enum;
