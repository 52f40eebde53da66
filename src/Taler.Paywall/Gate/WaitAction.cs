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
        var news = await HearAsync(visit, session.Id, entry);
        if (!context.RequestAborted.IsCancellationRequested)
            await PaywallResponses.PaymentNewsAsync(context, news);
    }

    private async Task<PaymentNews> HearAsync(Visit visit, SessionId sessionId, OrderEntry entry)
    {
        var (offer, leaves) = (visit.Offer(), visit.Context.RequestAborted);
        using var place = room.TryEnter(sessionId, ClientNetwork.Of(visit.Context.Connection.RemoteIpAddress));
        try
        {
            return place is null ? await watch.LookAsync(sessionId, entry, offer, leaves) : await watch.WaitAsync(sessionId, entry, offer, leaves);
        }
        catch (OperationCanceledException) when (leaves.IsCancellationRequested)
        {
            return PaymentNews.Unknown;
        }
    }
}
