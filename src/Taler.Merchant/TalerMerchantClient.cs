using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Taler.Merchant.Diagnostics;
using Taler.Merchant.Http;
using Taler.Merchant.Wire;

namespace Taler.Merchant;

/// <summary>One method per endpoint: it names the call, and says what each answer means. How a call travels is <see cref="MerchantTransport"/>'s.</summary>
internal sealed partial class TalerMerchantClient : ITalerMerchantClient
{
    private readonly Failures _failures;
    private readonly MerchantTransport _transport;

    public TalerMerchantClient(
        IHttpClientFactory clients, IOptions<TalerMerchantOptions> options, TimeProvider clock, MerchantMetrics metrics, ILogger<TalerMerchantClient> logger)
    {
        _failures = new Failures(options.Value);
        _transport = new MerchantTransport(clients, options.Value, clock, metrics, _failures, logger);
    }

    public Task<MerchantConfig> GetConfigAsync(CancellationToken cancellationToken = default) =>
        _transport.SendAsync(
            Get("config", "config"),
            (call, answer) => _failures.Read(
                call,
                answer,
                WireJson.Default.ConfigWire,
                wire => wire.Misfit() is { } why ? throw _failures.Incompatible(call, why) : wire.ToConfig()),
            cancellationToken);

    public Task<SessionStatus> GetSessionStatusAsync(SessionId sessionId, string fulfillmentUrl, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sessionId);
        ArgumentException.ThrowIfNullOrEmpty(fulfillmentUrl);
        var query = new QueryText().Add("fulfillment_url", fulfillmentUrl);
        var call = Get("sessions/$SESSION_ID", $"sessions/{Segment(sessionId.Value)}{query}") with
        {
            Secret = sessionId.Value,

            // Visitors bring about this question alone, so its trouble must not close the way for those who ask for orders.
            IsAside = true,
        };
        return _transport.SendAsync(call, ReadSessionStatus, cancellationToken);
    }

    private SessionStatus ReadSessionStatus(MerchantCall call, MerchantAnswer answer) => answer.Status switch
    {
        HttpStatusCode.Accepted => new SessionStatus.Unpaid(),

        // The code of an unknown session is not documented, so all but those of a wrong address mean it.
        HttpStatusCode.NotFound when answer.Code is not (null or TalerErrorCodes.EndpointUnknown or TalerErrorCodes.InstanceUnknown or TalerErrorCodes.InstanceDeleted)
            => new SessionStatus.NotFound(),
        _ => _failures.Read(call, answer, WireJson.Default.SessionPaidWire, wire => wire.ToPaid()),
    };

    private static MerchantCall Get(string shape, string path) => new(HttpMethod.Get, shape, path) { IsRepeatable = true };

    private static ReadOnlyMemory<byte> Body<T>(T wire, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(wire, type);

    private static string Segment(string value) => Uri.EscapeDataString(value);

    /// <summary>For calls whose success has no body.</summary>
    private bool RequireDone(MerchantCall call, MerchantAnswer answer) =>
        answer.Status is HttpStatusCode.OK or HttpStatusCode.NoContent ? true : throw _failures.Refused(call, answer);

    /// <summary>For deletions: what is gone already is deleted.</summary>
    private bool RequireGone(MerchantCall call, MerchantAnswer answer, int unknownCode) =>
        (answer.Status == HttpStatusCode.NotFound && answer.Code == unknownCode) || RequireDone(call, answer);
}
