using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Taler.Merchant;
using Taler.Paywall.Diagnostics;
using Taler.Paywall.Orders;
using Taler.Paywall.Resources;
using Taler.Paywall.Responses;
using Taler.Paywall.Sessions;
using Taler.Paywall.Settings;
using Taler.Paywall.StateMachine;

namespace Taler.Paywall.Gate;

/// <summary>The way of a request that names a protected resource, step by step as in DD 007.</summary>
internal sealed class PaywallGate(
    SessionCarriers sessions,
    RememberedPayments payments,
    OrderWalk orders,
    BackendAddress backend,
    WaitAction wait,
    PaywallMetrics metrics,
    TimeProvider clock,
    ILogger<PaywallGate> logger,
    TroubleLog<PaywallGate> trouble,
    IPayPage? payPage = null)
{
    /// <summary>A session is written anew when this part of its life is over.</summary>
    private const double RenewalAge = 0.1;

    /// <summary>How far a request goes on along a chain of dead orders before its client has to come again. A key remembers nothing, so it could not.</summary>
    private const int MaxWalks = 10;

    /// <summary>Serves the resource by calling <paramref name="next"/>, or answers in its place.</summary>
    public Task PassAsync(HttpContext context, PaywallRules rules, ResourceMatch match, RequestDelegate next)
    {
        if (match.Resource is not { } resource)
            return RefuseAsync(context, match);
        if (PaymentGrant.Covers(context, resource))
            return next(context);
        if (RequestKinds.IsPreflight(context.Request))
            return Preflight.PassAsync(context, next);
        if (!sessions.AreUsable)
            return RefuseAllAsync(context);

        var (carrier, session) = sessions.Read(context.Request, rules.Cookie.Name!, rules.SessionLifetime, rules.Site);
        if (carrier is SessionCarrier.UnusableKey)
            return RefuseKeyAsync(context);
        var action = PageActions.Of(context.Request, rules.PublicBaseUrl);
        var visit = new Visit(context, rules, resource, ResourceKey.Of(resource.Name), session, carrier, action, next);
        return action switch
        {
            PageAction.Wait => wait.AnswerAsync(visit),
            PageAction.BuyAgain when session is not null => BuyAgainAsync(visit, session),
            _ when session is not null && visit.CacheEntry() is { Mark: not OrderMark.Dropped } entry => PassByCacheAsync(visit, session, entry),
            _ => PassByBackendAsync(visit),
        };
    }

    private Task PassByCacheAsync(Visit visit, Session session, OrderEntry entry)
    {
        var lookup = payments.FindAsync(entry.OrderId, visit.Resource.Name, session.Id, visit.Context.RequestAborted);
        return lookup.IsCompletedSuccessfully
            ? PassByCacheAsync(visit, session, entry, lookup.Result)
            : AwaitCacheAsync(visit, session, entry, lookup.AsTask());
    }

    private async Task AwaitCacheAsync(Visit visit, Session session, OrderEntry entry, Task<TalerPayment?> lookup) =>
        await PassByCacheAsync(visit, session, entry, await lookup);

    private Task PassByCacheAsync(Visit visit, Session session, OrderEntry entry, TalerPayment? cached)
    {
        if (cached is null)
            return PassByBackendAsync(visit, sought: entry.OrderId);
        if (!ResourceCheck.Covers(cached.AmountPaid, visit.Resource.Price))
            return PassByBackendAsync(visit);
        return payments.Judge(cached, visit.Rules.Trust) switch
        {
            PaymentStanding.Trusted => ServeRememberedAsync(visit, session, entry, cached, PaywallMetrics.ServedFromCache),
            PaymentStanding.Unanswered => ServeRememberedAsync(visit, session, entry, cached, PaywallMetrics.ServedInOutage),
            PaymentStanding.ToConfirm => PassByBackendAsync(visit, remembered: cached),
            PaymentStanding.Ended => PassByBackendAsync(visit, sought: entry.OrderId),
        };
    }

    private Task ServeRememberedAsync(Visit visit, Session session, OrderEntry? entry, TalerPayment payment, string decision)
    {
        metrics.Answered(decision);
        if (visit.Action is PageAction.None)
            return ServeAsync(visit, Renewed(visit, session, entry), payment);
        WriteSession(visit, session.Renew(entry, clock.GetUtcNow()));
        return PaywallResponses.GoToPageAsync(visit.Context);
    }

    /// <param name="visit">The request.</param>
    /// <param name="remembered">A payment that the backend is to confirm; it counts if the backend cannot tell.</param>
    /// <param name="sought">The order for which no payment is remembered that could count.</param>
    private async Task PassByBackendAsync(Visit visit, TalerPayment? remembered = null, OrderId? sought = null)
    {
        var kind = visit.Kind();
        if (kind is RequestKind.Navigation && visit.Session is null && CookielessReturn.IsSeen(visit, backend))
        {
            metrics.Answered(PaywallMetrics.CookiesRequired);
            WriteSession(visit, Session.Start(clock.GetUtcNow()));
            await PaywallResponses.CookiesRequiredAsync(visit.Context, kind);
            return;
        }

        var session = visit.Session ?? Session.Start(clock.GetUtcNow());
        var purchase = visit.PurchaseOf(kind);
        var offer = visit.Offer();
        var result = await WalkAsync(visit, session, offer, purchase, remembered);
        if (result.IsUnanswered)
        {
            await ServeRememberedAsync(visit, session, result.Entry, remembered!, PaywallMetrics.ServedInOutage);
            return;
        }
        if (sought is not null && result.Decision is not Decision.Serve)
            payments.TellIfGraceEnded(sought);
        metrics.Answered(PaywallMetrics.NameOf(result.Decision));
        var answer = Answers.Of(result.Decision, kind, visit.Action, visit.IsOnClick, visit.PaysOnSite);
        if (answer is Answer.Serve)
        {
            await ServeAsync(visit, Changed(visit, session, result.Entry) ?? Renewed(visit, session, result.Entry), result.Payment!);
            return;
        }

        // Who is refused an order on a first visit has nothing to be remembered by, and a cookie costs more than the rest of the refusal.
        if (visit.Session is not null || (purchase is not Purchase.None && answer is not Answer.LimitOrders))
            WriteSession(visit, session.Renew(result.Entry, clock.GetUtcNow()));
        await AnswerAsync(visit.Context, kind, answer, offer, result);
    }

    /// <summary>Drops a refunded order and sends the visitor to the page, which then offers the next one. A page that was out of date drops nothing.</summary>
    private async Task BuyAgainAsync(Visit visit, Session session)
    {
        var result = await WalkAsync(visit, session, visit.Offer(), Purchase.None);
        var isRefunded = result.Decision is Decision.ShowRefund;
        metrics.Answered(PaywallMetrics.BuyAgain);
        WriteSession(visit, isRefunded ? session.Drop(result.Entry!, clock.GetUtcNow()) : session.Renew(result.Entry, clock.GetUtcNow()));
        await PaywallResponses.GoToPageAsync(visit.Context);
    }

    private async Task<WalkResult> WalkAsync(Visit visit, Session session, Offer offer, Purchase purchase, TalerPayment? remembered = null)
    {
        for (var walks = 1; ; walks++)
        {
            var buyer = visit.Buyer(session, offer, purchase, remembered);
            var result = await orders.WalkAsync(buyer, visit.Key, offer, visit.Rules.Trust.Memory, visit.Context.RequestAborted);
            Log.Decided(logger, visit.Resource.Name, result.Decision);
            if (result.Decision is not Decision.ComeAgain || walks == MaxWalks)
                return result;

            // Whatever was remembered, the backend has said something else.
            (session, remembered) = (session.Renew(result.Entry, clock.GetUtcNow()), null);
        }
    }

    private Task AnswerAsync(HttpContext context, RequestKind kind, Answer answer, Offer offer, WalkResult result) => (answer, result.Status) switch
    {
        (Answer.GoToPage, _) => PaywallResponses.GoToPageAsync(context),
        (Answer.ShowPrice, _) => PaywallResponses.ShowPriceAsync(context, kind, offer),
        (Answer.PayOnSite, OrderStatus.Unpaid order) => payPage!.ShowAsync(context, offer, order),
        (Answer.RequirePayment, OrderStatus.Unpaid order) => PaywallResponses.RequirePaymentAsync(context, kind, offer, order),
        (Answer.RefuseWithoutOrder, _) => PaywallResponses.RefuseWithoutOrderAsync(context),
        (Answer.ShowRefund, OrderStatus.Paid order) => PaywallResponses.RefundedAsync(context, kind, order),
        (Answer.LimitOrders, _) => PaywallResponses.OrderLimitAsync(context, kind, result.Refusal?.Pause ?? TimeSpan.Zero),
        (Answer.ComeAgain, _) => PaywallResponses.ComeAgainAsync(context, kind),
        _ => PaywallResponses.UnavailableAsync(context, kind),
    };

    private Task ServeAsync(Visit visit, Session? changed, TalerPayment payment)
    {
        if (changed is not null)
            sessions.Return(visit.Context, changed, visit.Carrier, visit.Rules.Cookie, visit.Rules.SessionLifetime);
        PaymentGrant.Give(visit.Context, visit.Resource, payment);
        return PaidResponse.ServeAsync(visit.Context, visit.Rules.SharedCaches, visit.Carrier, visit.Rules.Cookie.Name!, visit.Next);
    }

    private Task RefuseAsync(HttpContext context, ResourceMatch match)
    {
        metrics.Answered(PaywallMetrics.AmbiguousPath);
        if (match.Error is { } error and not FormatException)
            trouble.MatchFailed(error);
        else
            Log.AmbiguousPath(logger);
        return PaywallResponses.AmbiguousAsync(context);
    }

    private Task RefuseAllAsync(HttpContext context)
    {
        metrics.Answered(PaywallMetrics.NameOf(Decision.Unavailable));
        return PaywallResponses.UnavailableAsync(context, RequestKinds.Of(context.Request));
    }

    private Task RefuseKeyAsync(HttpContext context)
    {
        metrics.Answered(PaywallMetrics.IdempotencyKey);
        return PaywallResponses.UnusableKeyAsync(context);
    }

    private void WriteSession(Visit visit, Session session) =>
        sessions.Write(visit.Context, session, visit.Carrier, visit.Rules.Cookie, visit.Rules.SessionLifetime);

    private Session? Changed(Visit visit, Session session, OrderEntry? entry) =>
        entry is null ? null : session.Settle(entry, clock.GetUtcNow());

    /// <summary>The session as it is to be given back with what is served; null if the client has it already.</summary>
    private Session? Renewed(Visit visit, Session session, OrderEntry? entry)
    {
        var now = clock.GetUtcNow();
        return visit.Carrier is SessionCarrier.Key || now - session.Issued > visit.Rules.SessionLifetime * RenewalAge ? session.Renew(entry, now) : null;
    }
}
