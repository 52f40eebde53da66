using System.Globalization;
using Microsoft.Extensions.Logging;
using Taler.Merchant;

namespace Taler.Paywall.Diagnostics;

/// <summary>
/// The lines from Information up that a request can cause. They are paced: while the backend is down under load, one line in ten seconds tells of
/// all requests that met the same.
/// </summary>
/// <typeparam name="T">Who logs.</typeparam>
internal sealed class TroubleLog<T>(ILogger<T> logger, TroublePace pace)
{
    public void MatchFailed(Exception error)
    {
        if (Tells(nameof(Log.MatchFailed), error, out var more))
            Log.MatchFailed(logger, more, error);
    }

    public void BackendTrouble(TalerMerchantException trouble)
    {
        var isRefusal = trouble.Failure is TalerMerchantFailure.Refused or TalerMerchantFailure.Incompatible;
        var cause = new TroubleCause(nameof(BackendTrouble), trouble.Failure.ToString(), (int?)trouble.StatusCode, trouble.Code);
        if (!Tells(cause, out var more, isRefusal ? LogLevel.Error : LogLevel.Warning))
            return;
        if (isRefusal)
            Log.BackendRefused(logger, trouble.Message, more);
        else
            Log.BackendUnavailable(logger, trouble.Message, more);
    }

    public void BackendSlow(TimeSpan limit)
    {
        if (Tells(new TroubleCause(nameof(Log.BackendSlow)), out var more, LogLevel.Warning))
            Log.BackendSlow(logger, limit, more);
    }

    /// <param name="most">How many questions may be under way.</param>
    public void TooManyQuestions(int most)
    {
        if (Tells(new TroubleCause(nameof(Log.TooManyQuestions)), out var more, LogLevel.Warning))
            Log.TooManyQuestions(logger, most, more);
    }

    public void Unexpected(Exception error)
    {
        if (Tells(nameof(Log.Unexpected), error, out var more))
            Log.Unexpected(logger, more, error);
    }

    public void FulfillmentUrlTaken(string resource, string fulfillmentUrl)
    {
        if (Tells(new TroubleCause(nameof(Log.FulfillmentUrlTaken)), out var more))
            Log.FulfillmentUrlTaken(logger, resource, fulfillmentUrl, more);
    }

    /// <param name="setting">The limit that is reached.</param>
    public void OrderRefused(string setting)
    {
        if (Tells(new TroubleCause(nameof(Log.OrderRefused), setting), out var more, LogLevel.Information))
            Log.OrderRefused(logger, setting, more);
    }

    public void PaidOrderLost(DateTimeOffset confirmedAt)
    {
        if (Tells(new TroubleCause(nameof(Log.PaidOrderLost)), out var more))
            Log.PaidOrderLost(logger, confirmedAt, more);
    }

    public void OutageGraceEnded()
    {
        if (Tells(new TroubleCause(nameof(Log.OutageGraceEnded)), out var more, LogLevel.Warning))
            Log.OutageGraceEnded(logger, more);
    }

    public void KeysUnavailable(Exception error)
    {
        if (Tells(nameof(Log.KeysUnavailable), error, out var more))
            Log.KeysUnavailable(logger, more, error);
    }

    public void CacheTrouble(Exception error)
    {
        if (Tells(nameof(Log.CacheTrouble), error, out var more, LogLevel.Warning))
            Log.CacheTrouble(logger, more, error);
    }

    public void PaymentNotDropped(Exception error)
    {
        if (Tells(nameof(Log.PaymentNotDropped), error, out var more, LogLevel.Warning))
            Log.PaymentNotDropped(logger, more, error);
    }

    public void RefundNotForgotten(Exception error)
    {
        if (Tells(nameof(Log.RefundNotForgotten), error, out var more))
            Log.RefundNotForgotten(logger, more, error);
    }

    public void PageReplacementFailed(TalerPageKind kind, Exception error)
    {
        if (Tells(new TroubleCause(nameof(Log.PageReplacementFailed), kind.ToString()), out var more))
            Log.PageReplacementFailed(logger, kind, more, error);
    }

    public void TeaserFailed(string resource, Exception error)
    {
        if (Tells(nameof(Log.TeaserFailed), error, out var more))
            Log.TeaserFailed(logger, resource, more, error);
    }

    private bool Tells(string name, Exception error, out string more, LogLevel level = LogLevel.Error) =>
        Tells(new TroubleCause(name, error.GetType().FullName), out more, level);

    /// <param name="cause">What is to be told.</param>
    /// <param name="more">The end of the line.</param>
    /// <param name="level">The level of the line. One that nobody wants takes no other's turn.</param>
    private bool Tells(TroubleCause cause, out string more, LogLevel level = LogLevel.Error)
    {
        more = "";
        if (!logger.IsEnabled(level))
            return false;
        var leftOut = pace.Ask(cause);
        more = leftOut switch
        {
            null or 0 => "",
            1 => " 1 more like it was left out.",
            _ => string.Create(CultureInfo.InvariantCulture, $" {leftOut:N0} more like it were left out."),
        };
        return leftOut is not null;
    }
}
