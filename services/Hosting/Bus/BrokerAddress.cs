using RabbitMQ.Client;

namespace Billing.Hosting;

/// <summary>The parts of <c>amqp://user:password@host:port/vhost</c>; user, password and vhost are percent-encoded there.</summary>
internal sealed record BrokerAddress(string Host, int Port, string VirtualHost, string User, string Password, bool Tls)
{
    public static BrokerAddress From(Uri uri)
    {
        var tls = string.Equals(uri.Scheme, "amqps", StringComparison.Ordinal);
        var user = uri.UserInfo.Split(':', 2);
        var path = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/'));
        return new(
            uri.Host,
            uri.Port > 0 ? uri.Port : tls ? 5671 : 5672,
            path.Length == 0 ? "/" : path,
            user[0].Length == 0 ? "guest" : Uri.UnescapeDataString(user[0]),
            user.Length < 2 ? "guest" : Uri.UnescapeDataString(user[1]),
            tls);
    }

    public ConnectionFactory CreateFactory(string clientName) => new()
    {
        HostName = Host,
        Port = Port,
        VirtualHost = VirtualHost,
        UserName = User,
        Password = Password,
        ClientProvidedName = clientName,
        RequestedConnectionTimeout = TimeSpan.FromSeconds(5),
        Ssl = { Enabled = Tls, ServerName = Host },
    };
}
