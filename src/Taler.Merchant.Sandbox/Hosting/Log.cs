using Microsoft.Extensions.Logging;

namespace Taler.Merchant.Sandbox.Hosting;

/// <summary>All that the sandbox logs.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, Instance.Notice + ". Taler sandbox ready at {BaseUrl}", EventName = "SandboxReady")]
    public static partial void Ready(ILogger logger, Uri baseUrl);

    [LoggerMessage(2, LogLevel.Warning, "Webhook {WebhookId} dropped: too many calls are waiting", EventName = "WebhookDropped")]
    public static partial void WebhookDropped(ILogger logger, string webhookId);

    [LoggerMessage(3, LogLevel.Warning, "Webhook {WebhookId} given up after {Tries} tries", EventName = "WebhookGivenUp")]
    public static partial void WebhookGivenUp(ILogger logger, string webhookId, int tries);

    [LoggerMessage(4, LogLevel.Debug, "The wallet no longer waits for a refund of order {OrderId}", EventName = "AutoRefundEnded")]
    public static partial void AutoRefundEnded(ILogger logger, string orderId);
}
