using Microsoft.Extensions.Logging;
using Taler.Merchant;

namespace Taler.Paywall.Diagnostics;

/// <summary>Every line that the paywall logs. None carries a session-ID, an order's credentials, a token or a cookie.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "A paywall cookie could not be read and counts as none: tampered with, from another key ring, or of another version.", EventName = "CookieUnreadable")]
    public static partial void CookieUnreadable(ILogger logger);

    [LoggerMessage(2, LogLevel.Debug, "Resource {Resource}: {Decision}.", EventName = "Decided")]
    public static partial void Decided(ILogger logger, string resource, string decision);

    [LoggerMessage(3, LogLevel.Debug, "Refused a path that can be read as different resources.", EventName = "AmbiguousPath")]
    public static partial void AmbiguousPath(ILogger logger);

    public static void BackendTrouble(ILogger logger, TalerMerchantException trouble)
    {
        if (trouble.Failure is TalerMerchantFailure.Refused or TalerMerchantFailure.Incompatible)
            BackendRefused(logger, trouble.Message);
        else
            BackendUnavailable(logger, trouble.Message);
    }

    [LoggerMessage(5, LogLevel.Warning, "No answer within {Limit}: the visitor got 503 and was not charged. Look at the merchant backend's load, or raise Merchant:Timeout.", EventName = "BackendSlow")]
    public static partial void BackendSlow(ILogger logger, TimeSpan limit);

    [LoggerMessage(6, LogLevel.Error, "Resource {Resource} cannot be sold: its fulfillment URL {FulfillmentUrl} belongs to another resource that this visitor bought. Give the resource a FulfillmentPath of its own, or its former Name.", EventName = "FulfillmentUrlTaken")]
    public static partial void FulfillmentUrlTaken(ILogger logger, string resource, string fulfillmentUrl);

    [LoggerMessage(7, LogLevel.Error, "The changed configuration is wrong, the former one stays in force: {Mistakes}", EventName = "ReloadRefused")]
    public static partial void ReloadRefused(ILogger logger, string mistakes);

    [LoggerMessage(8, LogLevel.Information, "The paywall sells {Count} resource patterns.", EventName = "RulesLoaded")]
    public static partial void RulesLoaded(ILogger logger, int count);

    [LoggerMessage(9, LogLevel.Warning, "TalerPaywall:PublicBaseUrl is not set, so fulfillment URLs follow the Host header of each request. Set it to the address of the site, for example https://shop.example/.", EventName = "NoPublicBaseUrl")]
    public static partial void NoPublicBaseUrl(ILogger logger);

    [LoggerMessage(4, LogLevel.Warning, "The visitor got 503 and was not charged. {Trouble}", EventName = "BackendUnavailable")]
    private static partial void BackendUnavailable(ILogger logger, string trouble);

    [LoggerMessage(10, LogLevel.Error, "The visitor got 503 and was not charged. {Trouble}", EventName = "BackendRefused")]
    private static partial void BackendRefused(ILogger logger, string trouble);
}
