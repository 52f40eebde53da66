using Taler.Merchant;
using Taler.Paywall.Diagnostics;
using Taler.Paywall.Orders;
using Taler.Paywall.Responses;
using Taler.Paywall.Sessions;

namespace Taler.Paywall.Gate;

/// <summary>Answers the script of a page that waits for a payment. It creates no order, writes no cookie and serves nothing to anybody.</summary>
internal sealed class WaitAction(PaymentWatch watch, WaitingRoom room, PaywallMetrics metrics)
{
    public async Task AnswerAsync(Visit visit)
    {
        var context = visit.Context;
        if (visit.Session is not { } session || visit.FindEntry() is not { } entry)
        {
            metrics.Answered(PaywallMetrics.CookiesRequired);
            await PaywallResponses.CookiesRequiredAsync(context, RequestKind.Program);
            return;
        }
        metrics.Answered(PaywallMetrics.Wait);
        using var place = room.TryEnter(session.Id);
        var news = place is null ? PaymentNews.Unknown : await WaitAsync(visit, session.Id, entry);
        if (!context.RequestAborted.IsCancellationRequested)
            await PaywallResponses.PaymentNewsAsync(context, news);
    }

    private async Task<PaymentNews> WaitAsync(Visit visit, SessionId sessionId, OrderEntry entry)
    {
        try
        {
            return await watch.WaitAsync(sessionId, entry, visit.Offer(), visit.Context.RequestAborted);
        }
        catch (OperationCanceledException) when (visit.Context.RequestAborted.IsCancellationRequested)
        {
            return PaymentNews.Unknown;
        }
    }
}
