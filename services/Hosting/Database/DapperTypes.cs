using System.Data;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Dapper;
using Npgsql;
using NpgsqlTypes;

namespace Billing.Hosting;

/// <summary>
/// How .NET types meet columns in Dapper: <see cref="DateOnly"/> is <c>date</c>, <see cref="DateTimeOffset"/> is <c>timestamptz</c> (UTC), <see cref="Jsonb"/> is <c>jsonb</c>;
/// <c>snake_case</c> columns meet PascalCase members.
/// </summary>
public static class DapperTypes
{
#pragma warning disable CA2255 // Dapper's settings are global to the process: they hold for whoever uses this assembly, tests included
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Register()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.AddTypeHandler(new DateHandler());
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset)); // else Dapper passes it by, and PostgreSQL takes no offset but UTC
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));
        SqlMapper.AddTypeHandler(new InstantHandler());
        SqlMapper.AddTypeHandler(new JsonbHandler());
    }

    private sealed class DateHandler : SqlMapper.TypeHandler<DateOnly>
    {
        public override void SetValue(IDbDataParameter parameter, DateOnly value)
        {
            parameter.DbType = DbType.Date;
            parameter.Value = value;
        }

        public override DateOnly Parse(object value) => value switch
        {
            DateOnly date => date,
            DateTime date => DateOnly.FromDateTime(date),
            _ => throw new InvalidCastException($"A {value.GetType()} is not a date."),
        };
    }

    private sealed class InstantHandler : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) => parameter.Value = value.ToUniversalTime();

        public override DateTimeOffset Parse(object value) => value switch
        {
            DateTimeOffset instant => instant,
            DateTime instant => new(DateTime.SpecifyKind(instant, DateTimeKind.Utc)),
            _ => throw new InvalidCastException($"A {value.GetType()} is not an instant."),
        };
    }

    private sealed class JsonbHandler : SqlMapper.TypeHandler<Jsonb>
    {
        public override void SetValue(IDbDataParameter parameter, Jsonb value)
        {
            ((NpgsqlParameter)parameter).NpgsqlDbType = NpgsqlDbType.Jsonb;
            parameter.Value = value.Text;
        }

        public override Jsonb Parse(object value) => new((string)value);
    }
}

/// <summary>A <c>jsonb</c> value as its text; a parameter and a result of Dapper queries.</summary>
public readonly record struct Jsonb(string Text)
{
    public static Jsonb From<T>(T value, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) => new(JsonSerializer.Serialize(value, type));

    public T To<T>(System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(Text, type) ?? throw new JsonException("The column holds a JSON null.");
}
