using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Taler.Merchant;
using Taler.Paywall.Diagnostics;
using Taler.Paywall.Orders;
using Taler.Paywall.Resources;
using Taler.Paywall.Responses;
using Taler.Paywall.Sessions;
using Taler.Paywall.StateMachine;

namespace Taler.Paywall;

/// <summary>The way of a request that names a protected resource, step by step as in DD 007.</summary>
internal sealed class PaywallGate(
    SessionCookie cookie,
    ISessionPaymentCache payments,
    OrderWalk orders,
    BackendAddress backend,
    PaywallMetrics metrics,
    TimeProvider clock,
    ILogger<PaywallGate> logger)
{
    /// <summary>The part of its life after which a cookie is written anew.</summary>
    private const int RenewalsPerLifetime = 10;

    /// <summary>Serves the resource by calling <paramref name="next"/>, or answers in its place.</summary>
    public Task PassAsync(HttpContext context, PaywallRules rules, ResourceMatch match, RequestDelegate next)
    {
        if (match.Resource is not { } resource)
            return RefuseAmbiguousAsync(context);
        if (PaymentGrant.Covers(context, resource) || RequestKinds.IsPreflight(context.Request))
            return next(context);

        var session = cookie.Read(context.Request, rules.Cookie.Name!, rules.SessionLifetime);
        if (session?.Find(Fingerprint.Of(resource.Name)) is not { Mark: not OrderMark.Dropped } entry || BuyAgain.IsAsked(context.Request))
            return VisitAsync(context, rules, resource, session, next);

        var lookup = payments.FindAsync(entry.OrderId, resource.Name, session.Id, context.RequestAborted);
        return lookup.IsCompletedSuccessfully
            ? ServeOrVisitAsync(context, rules, resource, session, lookup.Result, next)
            : AwaitLookupAsync(context, rules, resource, session, lookup.AsTask(), next);
    }

    private async Task AwaitLookupAsync(
        HttpContext context, PaywallRules rules, Resource resource, Session session, Task<TalerPayment?> lookup, RequestDelegate next) =>
        await ServeOrVisitAsync(context, rules, resource, session, await lookup, next);

    private Task ServeOrVisitAsync(
        HttpContext context, PaywallRules rules, Resource resource, Session session, TalerPayment? cached, RequestDelegate next) =>
        cached is not null && ResourceCheck.Covers(cached.AmountPaid, resource.Price)
            ? ServeAsync(context, rules, resource, Renewed(session, rules), cached, fromCache: true, next)
            : VisitAsync(context, rules, resource, session, next);

    /// <summary>Asks the backend, and answers by what the storefront decided.</summary>
    private async Task VisitAsync(HttpContext context, PaywallRules rules, Resource resource, Session? session, RequestDelegate next)
    {
        var kind = RequestKinds.Of(context.Request);
        if (kind is RequestKind.Navigation && session is null && Returns.WithoutCookie(context.Request, rules, backend))
        {
            WriteCookie(context, rules, Session.Start(clock.GetUtcNow()));
            await Answers.CookiesRequiredAsync(context);
            return;
        }

        var buyAgain = session is not null && BuyAgain.IsAsked(context.Request);
        var mayBuy = kind is not RequestKind.Silent && !buyAgain;
        var offer = new Offer(resource, rules.FulfillmentUrl(context.Request, resource));
        var visit = session ?? Session.Start(clock.GetUtcNow());
        var result = await orders.WalkAsync(
            visit.Id, visit.Find(Fingerprint.Of(resource.Name)), offer, mayBuy, rules.PaymentLifetime, context.RequestAborted);
        Log.Decided(logger, resource.Name, result.Decision.ToString());

        if (buyAgain)
        {
            WriteCookie(context, rules, BuyAgain.Drop(visit, result, clock.GetUtcNow()));
            await Answers.SeeSelfAsync(context, BuyAgain.WithoutMarker(context.Request));
            return;
        }
        if (result.Decision is Decision.Serve)
        {
            await ServeAsync(context, rules, resource, Changed(visit, result.Entry) ?? Renewed(visit, rules), result.Payment!, fromCache: false, next);
            return;
        }
        metrics.Answered(result.Decision);
        if (mayBuy || session is not null)
            WriteCookie(context, rules, Changed(visit, result.Entry) ?? visit.Renew(clock.GetUtcNow()));
        await AnswerAsync(context, kind, offer, result);
    }

    private static Task AnswerAsync(HttpContext context, RequestKind kind, Offer offer, WalkResult result) => result.Decision switch
    {
        Decision.RequirePayment when result.Status is OrderStatus.Unpaid order => Answers.RequirePaymentAsync(context, kind, offer, order),
        Decision.ShowRefund when result.Status is OrderStatus.Paid order => Answers.RefundedAsync(context, kind, order, BuyAgain.Path(context.Request)),
        Decision.RefuseWithoutOrder => Answers.RefusePaymentlessAsync(context),
        Decision.ComeAgain or Decision.ComeAgainForRandom => Answers.ComeAgainAsync(context, kind),
        _ => Answers.UnavailableAsync(context, kind),
    };

    private Task ServeAsync(
        HttpContext context, PaywallRules rules, Resource resource, Session? changed, TalerPayment payment, bool fromCache, RequestDelegate next)
    {
        metrics.Served(fromCache);
        if (changed is not null)
            WriteCookie(context, rules, changed);
        PaymentGrant.Give(context, resource, payment);
        CacheProtection.Apply(context);
        return next(context);
    }

    private Task RefuseAmbiguousAsync(HttpContext context)
    {
        Log.AmbiguousPath(logger);
        return Answers.AmbiguousAsync(context);
    }

    private void WriteCookie(HttpContext context, PaywallRules rules, Session session) =>
        cookie.Write(context, session, rules.Cookie, rules.SessionLifetime);

    private Session? Changed(Session session, OrderEntry? entry) =>
        entry is null || ReferenceEquals(session.Find(entry.Resource), entry) ? null : session.With(entry, clock.GetUtcNow());

    private Session? Renewed(Session session, PaywallRules rules)
    {
        var now = clock.GetUtcNow();
        return now - session.Issued > rules.SessionLifetime / RenewalsPerLifetime ? session.Renew(now) : null;
    }
}
