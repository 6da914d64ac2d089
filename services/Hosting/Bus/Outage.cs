using System.Net.Sockets;
using MassTransit;
using Npgsql;
using RabbitMQ.Client.Exceptions;

namespace Billing.Hosting;

/// <summary>
/// Tells an outage (the database, the broker or another service is out of reach, which waiting cures) from a fault of the message or the code (which it does not).
/// </summary>
public static class Outage
{
    public static bool Is(Exception exception)
    {
        for (var current = exception; current is not null; current = current.InnerException)
        {
            if (current is AggregateException aggregate)
                return aggregate.InnerExceptions.Any(Is);
            if (IsItself(current))
                return true;
        }

        return false;
    }

    private static bool IsItself(Exception exception) => exception switch
    {
        PostgresException postgres => IsServerDown(postgres.SqlState),
        NpgsqlException npgsql => npgsql.IsTransient || npgsql.InnerException is IOException or TimeoutException,
        SocketException or BrokerUnreachableException or AlreadyClosedException or RabbitMqConnectionException or ConnectionException => true,
        HttpRequestException http => http.StatusCode is null or System.Net.HttpStatusCode.BadGateway or System.Net.HttpStatusCode.ServiceUnavailable or System.Net.HttpStatusCode.GatewayTimeout,
        _ => false,
    };

    /// <summary>Connection lost (08), server shutting down or starting (57P01 to 57P03), out of connections, memory or disk (53), read-only after a failover (25006).</summary>
    private static bool IsServerDown(string sqlState) =>
        sqlState.StartsWith("08", StringComparison.Ordinal)
        || sqlState.StartsWith("53", StringComparison.Ordinal)
        || sqlState is "57P01" or "57P02" or "57P03" or "25006";
}
