using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace Billing.Hosting;

/// <summary>One typed column after the other into a binary COPY. Writes go to the connection's buffer, so they are synchronous.</summary>
public static class CopyRow
{
    public static NpgsqlBinaryImporter Text(this NpgsqlBinaryImporter row, string? value)
    {
        if (value is null)
            row.WriteNull();
        else
            row.Write(value, NpgsqlDbType.Text);
        return row;
    }

    public static NpgsqlBinaryImporter Id(this NpgsqlBinaryImporter row, Guid value)
    {
        row.Write(value, NpgsqlDbType.Uuid);
        return row;
    }

    public static NpgsqlBinaryImporter Int(this NpgsqlBinaryImporter row, int value)
    {
        row.Write(value, NpgsqlDbType.Integer);
        return row;
    }

    public static NpgsqlBinaryImporter Long(this NpgsqlBinaryImporter row, long value)
    {
        row.Write(value, NpgsqlDbType.Bigint);
        return row;
    }

    /// <param name="value">Plain decimal, as documents hold it.</param>
    public static NpgsqlBinaryImporter Number(this NpgsqlBinaryImporter row, string value)
    {
        row.Write(decimal.Parse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture), NpgsqlDbType.Numeric);
        return row;
    }

    public static NpgsqlBinaryImporter Flag(this NpgsqlBinaryImporter row, bool value)
    {
        row.Write(value, NpgsqlDbType.Boolean);
        return row;
    }

    public static NpgsqlBinaryImporter Day(this NpgsqlBinaryImporter row, DateOnly? value)
    {
        if (value is { } day)
            row.Write(day, NpgsqlDbType.Date);
        else
            row.WriteNull();
        return row;
    }

    public static NpgsqlBinaryImporter Instant(this NpgsqlBinaryImporter row, DateTimeOffset value)
    {
        row.Write(value, NpgsqlDbType.TimestampTz);
        return row;
    }

    public static NpgsqlBinaryImporter Json(this NpgsqlBinaryImporter row, string? value)
    {
        if (value is null)
            row.WriteNull();
        else
            row.Write(value, NpgsqlDbType.Jsonb);
        return row;
    }

    public static NpgsqlBinaryImporter Texts(this NpgsqlBinaryImporter row, IReadOnlyList<string> values)
    {
        row.Write(values as string[] ?? [.. values], NpgsqlDbType.Array | NpgsqlDbType.Text);
        return row;
    }
}
