using System.Net.Mime;
using MassTransit;
using MassTransit.Serialization;

namespace Billing.Planner.Runs;

/// <summary>A message of the run-request queue, whatever its bytes are; they are read from the receive context.</summary>
public sealed record RunRequestReceived;

/// <summary>
/// Takes every message for a <see cref="RunRequestReceived"/>, whatever its content type and bytes: a body that is not JSON must reach the consumer, which keeps it
/// and answers, instead of ending where nobody looks.
/// </summary>
internal sealed class AnyBytesDeserializer : IMessageDeserializer, ISerializerFactory
{
    private static readonly ContentType Json = new("application/json");

    private readonly SystemTextJsonRawMessageSerializer _raw = new(RawSerializerOptions.AnyMessageType | RawSerializerOptions.CopyHeaders);

    public ContentType ContentType => Json;

    public ConsumeContext Deserialize(ReceiveContext receiveContext) =>
        new BodyConsumeContext(receiveContext, Deserialize(receiveContext.Body, receiveContext.TransportHeaders, receiveContext.InputAddress));

    public SerializerContext Deserialize(MessageBody body, Headers headers, Uri? destinationAddress = null) =>
        _raw.Deserialize(new StringMessageBody("{}"), headers, destinationAddress);

    public MessageBody GetMessageBody(string text) => new StringMessageBody(text);

    public void Probe(ProbeContext context) => context.CreateScope("any-bytes");

    public IMessageSerializer CreateSerializer() => new SystemTextJsonRawMessageSerializer();

    public IMessageDeserializer CreateDeserializer() => this;
}
