using Microsoft.Extensions.Logging;
using Taler.Paywall.StateMachine;

namespace Taler.Paywall.Diagnostics;

/// <summary>
/// Every line that the paywall logs. None carries a session-ID, an order's credentials, a token or a cookie. Debug for what is normal, Warning
/// for what the operator may have to look at, Error for what only the operator or we can mend. Lines that end in More are written by
/// <see cref="TroubleLog{T}"/>, which paces them.
/// </summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "Resource {Resource}: {Decision}.")]
    public static partial void Decided(ILogger logger, string resource, Decision decision);

    [LoggerMessage(2, LogLevel.Debug, "A session could not be read and counts as none: tampered with, from another key ring, or of another version.")]
    public static partial void SessionUnreadable(ILogger logger);

    [LoggerMessage(3, LogLevel.Debug, "Refused a path that can be read as different resources, or a value that no URL can carry.")]
    public static partial void AmbiguousPath(ILogger logger);

    [LoggerMessage(4, LogLevel.Error, "A path could not be matched, so it was refused. Look at the route constraints of the patterns.{More}")]
    public static partial void MatchFailed(ILogger logger, string more, Exception error);

    [LoggerMessage(5, LogLevel.Warning, "Nothing unpaid was served and nothing charged. {Trouble}{More}")]
    public static partial void BackendUnavailable(ILogger logger, string trouble, string more);

    [LoggerMessage(6, LogLevel.Error, "Nothing unpaid was served and nothing charged. {Trouble}{More}")]
    public static partial void BackendRefused(ILogger logger, string trouble, string more);

    [LoggerMessage(7, LogLevel.Warning, "Nothing unpaid was served and nothing charged: no answer within {Limit}. Look at the merchant backend's load, or raise Merchant:Timeout.{More}")]
    public static partial void BackendSlow(ILogger logger, TimeSpan limit, string more);

    [LoggerMessage(8, LogLevel.Error, "Resource {Resource} cannot be sold: its fulfillment URL {FulfillmentUrl} belongs to another resource that this visitor bought. Give the resource a FulfillmentPath of its own, or its former Name.{More}")]
    public static partial void FulfillmentUrlTaken(ILogger logger, string resource, string fulfillmentUrl, string more);

    [LoggerMessage(9, LogLevel.Warning, "The session-payment cache failed, so the merchant backend is asked instead.{More}")]
    public static partial void CacheTrouble(ILogger logger, string more, Exception error);

    [LoggerMessage(10, LogLevel.Error, "The session-payment cache failed to drop a refunded order. This node does not trust the order any more; others may until their entries end.{More}")]
    public static partial void RefundNotForgotten(ILogger logger, string more, Exception error);

    [LoggerMessage(11, LogLevel.Information, "The changed configuration is in force. Resource patterns: {Patterns}.")]
    public static partial void Reloaded(ILogger logger, int patterns);

    [LoggerMessage(12, LogLevel.Error, "The changed configuration is wrong, the former one stays in force. {Mistakes}")]
    public static partial void ReloadRefused(ILogger logger, string mistakes, Exception? error);

    [LoggerMessage(17, LogLevel.Error, "The changed configuration has no Resources any more, as when a file is being replaced. The former ones stay in force: restart the application if it shall sell none.")]
    public static partial void ReloadEmpty(ILogger logger);

    [LoggerMessage(18, LogLevel.Error, "The changed configuration is in force, but not everybody could be told: options monitors of the application, or what listens to them, failed.")]
    public static partial void ReloadNotTold(ILogger logger, Exception error);

    [LoggerMessage(14, LogLevel.Information, "The paywall is up. Resource patterns: {Patterns}, sold endpoints: {Endpoints}, merchant backend: {Backend}")]
    public static partial void Started(ILogger logger, int patterns, int endpoints, Uri backend);

    [LoggerMessage(16, LogLevel.Error, "Nothing unpaid was served and nothing charged: asking the merchant backend failed in a way that nobody thought of. Please report it.{More}")]
    public static partial void Unexpected(ILogger logger, string more, Exception error);

    [LoggerMessage(19, LogLevel.Warning, "Nothing unpaid was served and nothing charged: {Most} questions to the merchant backend are under way already. Look at its load.{More}")]
    public static partial void TooManyQuestions(ILogger logger, int most, string more);

    [LoggerMessage(50, LogLevel.Debug, "The merchant backend did not tell how its currencies are written. Prices are shown with the code of the currency.")]
    public static partial void CurrenciesUnknown(ILogger logger, Exception error);

    [LoggerMessage(51, LogLevel.Error, "The site's own {Kind} page failed, so the paywall's was shown.{More}")]
    public static partial void PageReplacementFailed(ILogger logger, TalerPageKind kind, string more, Exception error);

    [LoggerMessage(52, LogLevel.Error, "A teaser for resource {Resource} failed and was left out.{More}")]
    public static partial void TeaserFailed(ILogger logger, string resource, string more, Exception error);

    [LoggerMessage(55, LogLevel.Information, "OrderLimits:{Setting} refused an order.{More}")]
    public static partial void OrderRefused(ILogger logger, string setting, string more);

    [LoggerMessage(54, LogLevel.Warning, "The session-payment cache failed to drop a payment that the merchant backend is to confirm anew. It may open its page until its entry ends.{More}")]
    public static partial void PaymentNotDropped(ILogger logger, string more, Exception error);

    [LoggerMessage(56, LogLevel.Warning, "Somebody who paid is turned away: the merchant backend still cannot confirm a payment that opened its page in this outage, and PaymentCache:OutageGrace is over for it, or the session-payment cache has it no more (PaymentCache:MaxEntries, CacheTrouble). Bring the backend back, with all its orders.{More}")]
    public static partial void OutageGraceEnded(ILogger logger, string more);

    [LoggerMessage(57, LogLevel.Error, "Nothing was served that is sold, and nothing charged: Data Protection cannot load the keys that sign sessions, so nobody can tell who has paid. Bring the store of the keys back.{More}")]
    public static partial void KeysUnavailable(ILogger logger, string more, Exception error);

    [LoggerMessage(53, LogLevel.Error, "The merchant backend does not know an order any more that it called paid at {ConfirmedAt:u}. Look whether it lost data. Whoever paid reads on for PaymentCache:OutageGrace, and is asked to pay again after that.{More}")]
    public static partial void PaidOrderLost(ILogger logger, DateTimeOffset confirmedAt, string more);
}
